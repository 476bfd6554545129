#pragma once

namespace millrace {

/// The number type of a model's picture input. Each holds every value from 0 to 255 exactly.
enum class PixelType { kU8, kF32, kBf16, kF16 };

/// "u8", "f32", "bf16", "f16".
constexpr const char* to_string(PixelType type) noexcept {
  switch (type) {
    case PixelType::kF32: return "f32";
    case PixelType::kBf16: return "bf16";
    case PixelType::kF16: return "f16";
    case PixelType::kU8: break;
  }
  return "u8";
}

}  // namespace millrace
