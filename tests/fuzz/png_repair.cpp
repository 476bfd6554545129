// libpng refuses a chunk whose checksum is wrong.
#include <algorithm>
#include <cstddef>

#include "fakes/png_checksum.hpp"
#include "fuzz/repair.hpp"

namespace millrace::fuzz {
namespace {

constexpr std::size_t kSignature = 8;
constexpr std::size_t kWord = 4;

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : bytes.first(kWord)) value = value << 8U | byte;
  return value;
}

}  // namespace

// A chunk: the length of its data, its type, the data, the checksum of type and data.
void repair(std::span<std::uint8_t> png) {
  std::span<std::uint8_t> rest = png.subspan(std::min(kSignature, png.size()));
  while (rest.size() >= 3 * kWord) {
    const std::size_t length = big_endian(rest);
    if (length > rest.size() - 3 * kWord) return;
    const std::uint32_t crc = png_checksum(rest.subspan(kWord, kWord + length));
    rest = rest.subspan(2 * kWord + length);
    for (std::size_t i = 0; i < kWord; ++i) rest[i] = static_cast<std::uint8_t>(crc >> (24U - 8U * i));
    rest = rest.subspan(kWord);
  }
}

}  // namespace millrace::fuzz
