#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace millrace::io {

/// Numbers out of untrusted bytes. Bytes beyond the end read as zero, so any position is safe; ask fits() first if the
/// difference matters.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint64_t size() const noexcept { return bytes_.size(); }
  const std::uint8_t* data() const noexcept { return bytes_.data(); }
  bool fits(std::uint64_t position, std::uint64_t count) const noexcept {
    return position <= size() && count <= size() - position;
  }
  /// `count` bytes from `position` on, as far as they are there.
  ByteReader part(std::uint64_t position, std::uint64_t count) const noexcept {
    const std::uint64_t begin = std::min(position, size());
    return ByteReader(
        bytes_.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(std::min(count, size() - begin))));
  }

  std::uint8_t u8(std::uint64_t position) const noexcept {
    return position < size() ? bytes_[static_cast<std::size_t>(position)] : std::uint8_t{0};
  }
  /// `count` bytes, most significant first.
  std::uint64_t big_endian(std::uint64_t position, unsigned count) const noexcept {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i) value = value << 8U | u8(position + i);
    return value;
  }
  /// `count` bytes, least significant first.
  std::uint64_t little_endian(std::uint64_t position, unsigned count) const noexcept {
    std::uint64_t value = 0;
    for (unsigned i = count; i-- > 0;) value = value << 8U | u8(position + i);
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace millrace::io
