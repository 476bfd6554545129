#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "millrace/vision/image.hpp"

namespace millrace {

/// A decoded picture, or one sentence that says why there is none and what to try. The sentence does not name the file:
/// whoever asked knows it.
struct PictureOrReason {
  Image picture;
  std::string reason;  ///< empty when the picture is fine

  bool ok() const noexcept { return reason.empty(); }
};

/// Decodes JPEG (CMYK too), PNG, BMP, TIFF or WebP bytes into 8-bit BGR. Grey, alpha and 16-bit pictures become 8-bit
/// BGR, the EXIF rotation is applied. Safe on arbitrary bytes; never throws for what the bytes hold.
///
/// A picture whose end is missing is refused rather than half grey: a JPEG must reach its end-of-image marker, a PNG
/// its IEND chunk. More than 268 million pixels are refused before any memory is taken for them.
///
/// Damage *inside* a complete JPEG is not seen: libjpeg decodes around it and writes a line to stderr. libpng and
/// OpenCV do the same for damaged PNG and BMP data, which they refuse. OpenCV offers no way to hear of it or to silence
/// it.
PictureOrReason decode_picture(std::span<const std::uint8_t> bytes);

/// The same for a file of at most 1 GiB; pipes work too.
///
/// Example: `if (PictureOrReason read = read_picture("bus.jpg"); read.ok()) show(read.picture);`
PictureOrReason read_picture(const std::string& path);

}  // namespace millrace
