#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "millrace/vision/image.hpp"

namespace millrace {

/// A picture's file in the format of the path's extension (.jpg .jpeg .png .bmp .webp .tif .tiff, upper or lower case);
/// JPEG and WebP with quality 95.
/// Throws Error kInvalidArgument for another extension, kInvalidInput when the picture has no pixels or does not fit the
/// format (a JPEG has at most 65500 pixels a side).
std::vector<std::uint8_t> encode_picture(const std::string& path, ImageView picture);

/// Writes that file, and creates the folders above it. Throws as that does, and Error kIo when it cannot be written.
void write_picture(const std::string& path, ImageView picture);

}  // namespace millrace
