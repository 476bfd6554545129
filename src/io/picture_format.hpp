#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "io/byte_reader.hpp"

namespace millrace::io {

/// What a picture's bytes say about it before any pixel is decoded.
struct PictureLayout {
  std::uint64_t width = 0;  ///< as declared
  std::uint64_t height = 0;
  std::uint64_t part_width = 0;   ///< of a strip or tile, for which memory is taken as declared
  std::uint64_t part_height = 0;  ///< 0: no more than the picture's
  bool complete = false;          ///< the bytes reach the end that the format declares
  unsigned bits = 8;              ///< of one channel of a pixel
  std::uint64_t pictures = 1;     ///< pages or frames in the file; the first is read
  int orientation = 1;            ///< of EXIF, 1 to 8, where the decoder does not turn the picture itself
  std::string refusal = {};       ///< why this kind is not read, and what to try; empty for all others
};

/// One picture file format: how to recognise and measure it.
struct PictureFormat {
  std::string_view name;
  bool (*matches)(ByteReader);
  PictureLayout (*layout)(ByteReader);  ///< null for JPEG, whose decoder tells
};

/// The format that the first bytes announce, or null.
const PictureFormat* find_picture_format(ByteReader bytes);

PictureLayout png_layout(ByteReader bytes);
PictureLayout bmp_layout(ByteReader bytes);
PictureLayout tiff_layout(ByteReader bytes);
PictureLayout webp_layout(ByteReader bytes);

}  // namespace millrace::io
