#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "millrace/vision/image.hpp"

namespace millrace {

/// As many pixels as a picture may declare where nothing else is said: 192 MB when decoded.
inline constexpr std::uint64_t kMaxPixels = 64'000'000;

/// A decoded picture, or one sentence that says why there is none and what to try. No sentence names the file: whoever
/// asked knows it.
struct PictureOrReason {
  Image picture;
  std::string reason;                     ///< empty when there is a picture
  std::vector<std::string> remarks = {};  ///< what is odd about a picture that was read, in one sentence each

  bool ok() const noexcept { return reason.empty(); }
};

/// Decodes JPEG (CMYK too), PNG, BMP, TIFF or WebP bytes into 8-bit BGR. Grey, alpha and 16-bit pictures become 8-bit
/// BGR, the EXIF rotation is applied. Safe on arbitrary bytes; never throws for what the bytes hold.
///
/// Floating-point TIFFs, those of other than up to 8 or 16 bits, of more than four channels or of a compression that
/// libtiff lacks, JPEGs of more than 8 bits, lossless ones and animated WebPs are refused. A 16-bit picture of which
/// little is left in 8 bits, and a file of several pictures, of which the first is read, get a remark.
///
/// A picture whose end is missing is refused rather than half grey: a JPEG must reach its end-of-image marker, a PNG
/// its IEND chunk. More than `max_pixels` are refused before any memory is taken for them.
///
/// Damage *inside* a complete JPEG or TIFF is not seen: libjpeg decodes around it and writes a line to stderr. libpng
/// and OpenCV do the same for damaged PNG and BMP data, which they refuse. OpenCV offers no way to hear of it or to
/// silence it.
PictureOrReason decode_picture(std::span<const std::uint8_t> bytes, std::uint64_t max_pixels = kMaxPixels);

/// The same for a file of at most 1 GiB; pipes work too.
///
/// Example: `if (PictureOrReason read = read_picture("bus.jpg"); read.ok()) show(read.picture);`
PictureOrReason read_picture(const std::string& path, std::uint64_t max_pixels = kMaxPixels);

}  // namespace millrace
