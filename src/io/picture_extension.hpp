#pragma once

#include <string>
#include <string_view>

namespace millrace::io {

/// True for the extensions of the pictures that a folder is searched for (".jpg", ".PNG", ...); the case does not matter.
bool is_picture_extension(std::string_view extension);

/// True for those that pictures are written with, too. JPEGs of other names (.jfif .jpe .mpo) are only read.
bool is_written_extension(std::string_view extension);

/// All of them for messages: ".jpg .jpeg ...".
std::string picture_extensions();
std::string written_extensions();

}  // namespace millrace::io
