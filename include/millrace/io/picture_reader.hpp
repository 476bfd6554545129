#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "millrace/vision/image.hpp"

namespace millrace {

/// The default limit on the pixels that a picture may declare: 192 MB when decoded.
inline constexpr std::uint64_t kMaxPixels = 64'000'000;

/// A decoded picture, or one sentence that says why there is none and what to try. It does not name the file: the
/// caller knows it.
struct PictureOrReason {
  Image picture;
  std::string reason;                     ///< empty when there is a picture
  std::vector<std::string> remarks = {};  ///< oddities of a picture that was read, a sentence each

  bool ok() const noexcept { return reason.empty(); }
};

/// Decodes JPEG (CMYK too), PNG, BMP, TIFF or WebP bytes into 8-bit BGR. Grey, alpha and 16-bit pictures become 8-bit
/// BGR, the EXIF rotation is applied. Safe on arbitrary bytes; never throws for what the bytes hold.
///
/// Refused are TIFFs that are floating-point or complex, of 9 to 15 or more than 16 bits, of more than four channels or
/// of a compression that libtiff lacks; JPEGs that are lossless or of more than 8 bits; and animated WebPs. A remark
/// goes to a 16-bit picture that loses most of its range in 8 bits, and to a file of several pictures, of which the
/// first is read.
///
/// A truncated picture is refused, not returned half grey: a JPEG must reach its end-of-image marker, a PNG its IEND
/// chunk. A picture of more than `max_pixels` is refused before memory is allocated for it.
///
/// Damage *inside* a complete JPEG or TIFF goes unnoticed: libjpeg decodes around it and writes a line to stderr. So do
/// libpng and OpenCV for damaged PNG and BMP data, though these are refused. OpenCV offers no way to catch or silence
/// such lines.
PictureOrReason decode_picture(std::span<const std::uint8_t> bytes, std::uint64_t max_pixels = kMaxPixels);

/// The same for a file of at most 1 GiB; pipes work too.
///
/// Example: `if (PictureOrReason read = read_picture("bus.jpg"); read.ok()) show(read.picture);`
PictureOrReason read_picture(const std::string& path, std::uint64_t max_pixels = kMaxPixels);

}  // namespace millrace
