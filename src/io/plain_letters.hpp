#pragma once

#include <string>
#include <string_view>

namespace millrace::io {

/// The text as a font of ASCII letters can draw it: ? for any other letter, nothing for the marks that belong to the
/// letter before. Each byte that is not UTF-8 gives a ?.
std::string plain_letters(std::string_view utf8);

}  // namespace millrace::io
