#include "io/exif.hpp"

#include <cstdint>

namespace millrace::io {
namespace {

constexpr std::uint64_t kOrientation = 274;
constexpr std::uint64_t kTiff = 42;
constexpr std::uint64_t kEntry = 12;
constexpr std::uint64_t kUpToValue = 10;  // of an entry whose value is SHORT

}  // namespace

int exif_orientation(ByteReader exif) {
  const bool big_endian = exif.u8(0) != 'I' || exif.u8(1) != 'I';  // OpenCV takes anything else for "MM"
  const auto number = [&](std::uint64_t position, unsigned count) {
    return big_endian ? exif.big_endian(position, count) : exif.little_endian(position, count);
  };
  if (number(2, 2) != kTiff) return 1;
  const std::uint64_t directory = number(4, 4);
  const std::uint64_t entries = number(directory, 2);
  std::uint64_t entry = directory + 2;
  for (std::uint64_t i = 0; i < entries && exif.fits(entry, kUpToValue); ++i, entry += kEntry) {
    if (number(entry, 2) != kOrientation) continue;
    const std::uint64_t value = number(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace millrace::io
