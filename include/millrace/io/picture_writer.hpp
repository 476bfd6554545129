#pragma once

#include <string>

#include "millrace/vision/image.hpp"

namespace millrace {

/// Writes a picture in the format of the path's extension (.jpg .jpeg .png .bmp .webp .tif .tiff, upper or lower case);
/// JPEG and WebP with quality 95. Folders above it are created.
/// Throws Error kInvalidArgument for another extension, kIo when the picture does not fit the format (a JPEG has at
/// most 65500 pixels a side) or the file cannot be written.
void write_picture(const std::string& path, ImageView picture);

}  // namespace millrace
