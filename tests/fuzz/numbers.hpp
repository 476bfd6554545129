#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>

namespace millrace::fuzz {

/// Numbers out of a fuzzer's input, front to back; zeros after its end.
class Numbers {
 public:
  explicit Numbers(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t value = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return value;
  }
  bool flag() { return (byte() & 1U) != 0; }
  /// 0 to `most`.
  std::size_t up_to(std::size_t most) { return byte() % (most + 1); }
  template <class Value, std::size_t Count>
  Value one_of(const Value (&values)[Count]) {
    return values[byte() % Count];
  }

  /// Any float there is. What scores, classes and logits usually are costs one byte, so that mutation finds it.
  float number() {
    const std::uint8_t first = byte();
    const auto value = static_cast<float>(first);
    if (first <= kLastFraction) return value / float{kLastFraction};
    if (first <= kLastWhole) return value - float{kLastFraction + 17};
    switch (first) {
      case 0xFA: return std::numeric_limits<float>::quiet_NaN();
      case 0xFB: return std::numeric_limits<float>::infinity();
      case 0xFC: return -std::numeric_limits<float>::infinity();
      case 0xFD: return std::numeric_limits<float>::max();
      case 0xFE: return -std::numeric_limits<float>::max();
      default: return any_bits();
    }
  }

 private:
  static constexpr std::uint8_t kLastFraction = 0x7F;  // these bytes are 0 to 1
  static constexpr std::uint8_t kLastWhole = 0xEF;     // and these -16 to 95

  float any_bits() {
    std::uint32_t bits = 0;
    for (unsigned i = 0; i < sizeof bits; ++i) bits = bits << 8U | byte();
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }

  std::span<const std::uint8_t> bytes_;
};

}  // namespace millrace::fuzz
