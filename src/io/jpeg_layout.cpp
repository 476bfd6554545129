#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "io/picture_format.hpp"

namespace millrace::io {
namespace {

constexpr std::uint8_t kEndOfImage = 0xD9;
constexpr std::uint8_t kStartOfScan = 0xDA;
// Real progressive pictures have about ten scans. Each costs a pass over all pixels, however few bytes it takes.
constexpr int kMaxScans = 500;

// Markers without a length: stuffed FF00, TEM, RST0..RST7, SOI.
bool stands_alone(std::uint8_t marker) {
  return marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

// C0..CF except DHT (C4), JPG (C8) and DAC (CC).
bool is_start_of_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// C3 and all from C5 on, except arithmetic coding (C9, CA).
bool is_rare(std::uint8_t start_of_frame) {
  return start_of_frame == 0xC3 || (start_of_frame >= 0xC5 && start_of_frame != 0xC9 && start_of_frame != 0xCA);
}

std::string refusal_of(std::uint8_t start_of_frame, unsigned bits) {
  if (is_rare(start_of_frame)) return "it is a lossless or hierarchical JPEG, which is not read; convert it to PNG";
  if (bits == 8) return {};
  return fmt::format("it is a JPEG of {} bits a channel, and only 8 are read; convert it to 8 bits", bits);
}

/// The position of the next marker's code at or after `position`. Skips entropy-coded data and garbage, as libjpeg
/// does.
std::optional<std::uint64_t> find_marker(ByteReader bytes, std::uint64_t position) {
  while (position < bytes.size()) {
    const void* const found = std::memchr(bytes.data() + position, 0xFF, bytes.size() - position);
    if (found == nullptr) return std::nullopt;
    position = static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(found) - bytes.data());
    while (bytes.u8(position) == 0xFF) ++position;  // any number of fill bytes
    if (position >= bytes.size()) return std::nullopt;
    if (!stands_alone(bytes.u8(position))) return position;
    ++position;
  }
  return std::nullopt;
}

}  // namespace

/// Walks marker := FF+ code (length16 payload)? until the end-of-image marker. A thumbnail's own end-of-image marker
/// lies inside a payload and does not count.
PictureLayout jpeg_layout(ByteReader bytes) {
  PictureLayout layout;
  int scans = 0;
  std::uint64_t position = 2;
  while (const std::optional<std::uint64_t> found = find_marker(bytes, position)) {
    const std::uint8_t marker = bytes.u8(*found);
    if (marker == kEndOfImage) {
      layout.complete = true;
      break;
    }
    if (marker == kStartOfScan && ++scans > kMaxScans) break;
    if (is_start_of_frame(marker)) {
      layout.height = std::max(layout.height, bytes.big_endian(*found + 4, 2));
      layout.width = std::max(layout.width, bytes.big_endian(*found + 6, 2));
      layout.bits = bytes.u8(*found + 3);
      layout.refusal = refusal_of(marker, layout.bits);
    }
    position = *found + 1 + std::max<std::uint64_t>(bytes.big_endian(*found + 1, 2), 2);
  }
  return layout;
}

}  // namespace millrace::io
