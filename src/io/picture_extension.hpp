#pragma once

#include <string>
#include <string_view>

namespace millrace {

/// True for the extensions of pictures that are read and written (".jpg", ".PNG", ...); the case does not matter.
bool is_picture_extension(std::string_view extension);

/// All of them for messages: ".jpg .jpeg ...".
std::string picture_extensions();

}  // namespace millrace
