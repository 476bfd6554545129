#include "io/picture_format.hpp"

namespace millrace::io {
namespace {

constexpr std::uint64_t kCoreHeader = 12;  // the OS/2 header with 16-bit sizes
constexpr std::uint64_t kBitFields = 3;

// Widths and heights are signed 32-bit; a negative height means rows from top to bottom.
std::uint64_t magnitude(std::uint64_t value) {
  return (value & 0x80000000U) != 0 ? 0x100000000U - value : value;
}

}  // namespace

PictureLayout bmp_layout(ByteReader bytes) {
  const bool core = bytes.little_endian(14, 4) == kCoreHeader;
  PictureLayout layout;
  layout.width = core ? bytes.little_endian(18, 2) : magnitude(bytes.little_endian(18, 4));
  layout.height = core ? bytes.little_endian(20, 2) : magnitude(bytes.little_endian(22, 4));
  const std::uint64_t bits = bytes.little_endian(core ? 24 : 28, 2);
  const std::uint64_t compression = core ? 0 : bytes.little_endian(30, 4);
  const std::uint64_t row_bytes = (layout.width * bits + 31) / 32 * 4;
  const bool length_known = compression == 0 || compression == kBitFields;
  const bool sane = layout.width < 1U << 24U && layout.height < 1U << 24U;  // keeps the product below 2^64
  layout.complete = bytes.fits(0, 26) &&
                    (!length_known || !sane || bytes.fits(bytes.little_endian(10, 4), row_bytes * layout.height));
  return layout;
}

}  // namespace millrace::io
