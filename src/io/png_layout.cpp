#include "io/picture_format.hpp"

namespace millrace::io {
namespace {

constexpr std::uint64_t kSignature = 8;
constexpr std::uint64_t kChunkOverhead = 12;  // length, type, checksum
constexpr std::uint64_t kIend = 0x49454E44;   // "IEND"
constexpr std::uint64_t kActl = 0x6163544C;   // "acTL": the number of an animation's frames

}  // namespace

/// signature (length32 type32 payload crc32)*; IHDR comes first, IEND last.
PictureLayout png_layout(ByteReader bytes) {
  PictureLayout layout{.width = bytes.big_endian(kSignature + 8, 4),
                       .height = bytes.big_endian(kSignature + 12, 4),
                       .bits = bytes.u8(kSignature + 16)};
  std::uint64_t position = kSignature;
  while (bytes.fits(position, kChunkOverhead)) {
    const std::uint64_t chunk = kChunkOverhead + bytes.big_endian(position, 4);
    if (!bytes.fits(position, chunk)) break;
    const std::uint64_t type = bytes.big_endian(position + 4, 4);
    if (type == kActl) layout.pictures = bytes.big_endian(position + 8, 4);
    if (type == kIend) {
      layout.complete = true;
      break;
    }
    position += chunk;
  }
  return layout;
}

}  // namespace millrace::io
