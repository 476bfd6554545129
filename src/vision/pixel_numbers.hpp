#pragma once

#include <cstddef>
#include <cstdint>

namespace millrace::vision {

/// The bits of a number in bf16, and in IEEE's half precision.
enum class Bf16 : std::uint16_t {};
enum class F16 : std::uint16_t {};

/// Writes `pixels[i] - mean[i]` into `out[i]`, rounded to the nearest number, of two to the even one. A result that is
/// too large for f16 becomes the largest number, 65504; one below 2^-14 may become 0. No array may overlap another.
void to_numbers(const std::uint8_t* pixels, const float* mean, std::size_t count, float* out);
void to_numbers(const std::uint8_t* pixels, const float* mean, std::size_t count, Bf16* out);
void to_numbers(const std::uint8_t* pixels, const float* mean, std::size_t count, F16* out);

}  // namespace millrace::vision
