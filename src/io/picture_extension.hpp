#pragma once

#include <string>
#include <string_view>

namespace millrace::io {

/// True for the extensions that count as pictures in a folder (".jpg", ".PNG", ...), in upper or lower case.
bool is_picture_extension(std::string_view extension);

/// True for those that can be written as well. Other names of JPEG (.jfif .jpe .mpo) are only read.
bool is_written_extension(std::string_view extension);

/// All of them for messages: ".jpg .jpeg ...".
std::string picture_extensions();
std::string written_extensions();

}  // namespace millrace::io
