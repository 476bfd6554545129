#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "millrace/vision/image.hpp"

namespace millrace {

/// Encodes a picture in the format of the path's extension (.jpg .jpeg .png .bmp .webp .tif .tiff, upper or lower
/// case); JPEG and WebP at quality 95.
/// Throws Error kInvalidArgument for another extension, kInvalidInput when the picture has no pixels or does not fit
/// the format (a JPEG has at most 65500 pixels a side).
std::vector<std::uint8_t> encode_picture(const std::string& path, ImageView picture);

/// Encodes the picture into that file, creating the folders above it. Throws as encode_picture(), and Error kIo when it
/// cannot be written.
void write_picture(const std::string& path, ImageView picture);

}  // namespace millrace
