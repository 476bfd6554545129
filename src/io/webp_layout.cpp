#include <cstdint>

#include "io/exif.hpp"
#include "io/picture_format.hpp"

namespace millrace::io {
namespace {

// Names of chunks, as little-endian numbers.
constexpr std::uint64_t kLossy = 0x20385056;       // "VP8 "
constexpr std::uint64_t kLossless = 0x4C385056;    // "VP8L"
constexpr std::uint64_t kExtended = 0x58385056;    // "VP8X": further chunks follow
constexpr std::uint64_t kExif = 0x46495845;        // "EXIF"
constexpr std::uint64_t kNameOfExif = 0x66697845;  // "Exif", which some put before the data, with two zeros

constexpr std::uint64_t kFirstChunk = 12;
constexpr std::uint64_t kChunkHeader = 8;
constexpr std::uint64_t kContent = kFirstChunk + kChunkHeader;
constexpr unsigned kAnimated = 2;
constexpr std::uint64_t kSide = 0x3FFF;
constexpr const char* kNoWebp =
    "what follows its beginning is no WebP picture; it is damaged or of another kind, copy it again or convert it";

// OpenCV hands a WebP whose stream is damaged at its start to any decoder that finds its own mark in the file: GDCM, which
// aborts on a damaged DICOM file, or GDAL. Neither knows our limit on the pixels.
bool may_go_to_another_decoder(ByteReader bytes) {
  constexpr std::uint64_t kDicom = 0x4D434944;  // "DICM"
  constexpr std::uint64_t kDted = 0x44455444;   // "DTED"
  return bytes.little_endian(128, 4) == kDicom || bytes.little_endian(140, 4) == kDted;
}

int orientation_of(ByteReader bytes) {
  std::uint64_t chunk = kFirstChunk;
  while (bytes.fits(chunk, kChunkHeader)) {
    const std::uint64_t size = bytes.little_endian(chunk + 4, 4);
    std::uint64_t content = chunk + kChunkHeader;
    if (bytes.little_endian(chunk, 4) == kExif && bytes.fits(content, size)) {
      const std::uint64_t name = bytes.little_endian(content, 4) == kNameOfExif && size > 6 ? 6 : 0;
      return exif_orientation(bytes.part(content + name, size - name));
    }
    chunk = content + size + size % 2;
  }
  return 1;
}

}  // namespace

/// The first chunk holds the size: of the canvas (VP8X), of a lossless picture (VP8L) or of a lossy one (VP8).
PictureLayout webp_layout(ByteReader bytes) {
  PictureLayout layout{.complete = bytes.fits(8, bytes.little_endian(4, 4))};
  switch (bytes.little_endian(kFirstChunk, 4)) {
    case kExtended:
      layout.width = bytes.little_endian(kContent + 4, 3) + 1;
      layout.height = bytes.little_endian(kContent + 7, 3) + 1;
      layout.orientation = orientation_of(bytes);
      if ((bytes.u8(kContent) & kAnimated) != 0)
        layout.refusal = "it is an animated WebP, which is not read yet; save a frame of it as a picture";
      break;
    case kLossless: {
      const std::uint64_t sides = bytes.little_endian(kContent + 1, 4);
      layout.width = (sides & kSide) + 1;
      layout.height = (sides >> 14U & kSide) + 1;
      break;
    }
    case kLossy:
      layout.width = bytes.little_endian(kContent + 6, 2) & kSide;
      layout.height = bytes.little_endian(kContent + 8, 2) & kSide;
      break;
    default: layout.refusal = kNoWebp;
  }
  if (may_go_to_another_decoder(bytes)) layout.refusal = kNoWebp;
  return layout;
}

}  // namespace millrace::io
