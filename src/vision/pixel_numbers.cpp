#include "vision/pixel_numbers.hpp"

#include <algorithm>
#include <bit>

#include "vision/for_each_cpu.hpp"

namespace millrace::vision {
namespace {

/// `bits` without the lowest `dropped` ones, rounded to the nearest, of two to the even one.
constexpr std::uint32_t rounded(std::uint32_t bits, unsigned dropped) {
  const std::uint32_t just_below_half = (1U << (dropped - 1)) - 1;
  return (bits + just_below_half + ((bits >> dropped) & 1U)) >> dropped;
}

constexpr Bf16 to_bf16(float value) {
  return static_cast<Bf16>(rounded(std::bit_cast<std::uint32_t>(value), 16));
}

// Times 2^-112, an f32 has the exponent of an f16, and 13 bits of fraction too many. Magnitudes are compared as integers,
// which vectors can do without a branch.
constexpr F16 to_f16(float value) {
  constexpr auto kLargest = std::bit_cast<std::uint32_t>(65504.0F);
  constexpr std::uint32_t kMagnitude = 0x7FFFFFFF;
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto magnitude = std::bit_cast<float>(std::min(bits & kMagnitude, kLargest));
  return static_cast<F16>(rounded(std::bit_cast<std::uint32_t>(magnitude * 0x1p-112F), 13) | (bits >> 31U) << 15U);
}

}  // namespace

MILLRACE_FOR_EACH_CPU
void to_numbers(const std::uint8_t* pixels, const float* mean, std::size_t count, float* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<float>(pixels[i]) - mean[i];  // vectorised
}

MILLRACE_FOR_EACH_CPU
void to_numbers(const std::uint8_t* pixels, const float* mean, std::size_t count, Bf16* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = to_bf16(static_cast<float>(pixels[i]) - mean[i]);  // vectorised
}

MILLRACE_FOR_EACH_CPU
void to_numbers(const std::uint8_t* pixels, const float* mean, std::size_t count, F16* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = to_f16(static_cast<float>(pixels[i]) - mean[i]);  // vectorised
}

}  // namespace millrace::vision
