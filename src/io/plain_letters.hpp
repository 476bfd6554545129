#pragma once

#include <string>
#include <string_view>

namespace millrace::io {

/// The text as a font of ASCII letters can draw it: ? for each other letter, nothing for the marks that belong to the
/// letter before them. What is no UTF-8 gives a ? for each byte.
std::string plain_letters(std::string_view utf8);

}  // namespace millrace::io
