#pragma once

#include <cstdint>
#include <span>

namespace millrace {

/// The checksum of a PNG's chunk, over its type and its data: CRC-32.
inline std::uint32_t png_checksum(std::span<const std::uint8_t> type_and_data) {
  constexpr std::uint32_t kPolynomial = 0xEDB88320;
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : type_and_data) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? kPolynomial : 0);
  }
  return ~crc;
}

}  // namespace millrace
