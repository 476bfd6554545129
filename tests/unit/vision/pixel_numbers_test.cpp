#include "vision/pixel_numbers.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace millrace::vision {
namespace {

constexpr std::size_t kLevels = 256;

double value_of(float number) {
  return number;
}

double value_of(Bf16 number) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(number) << 16U);
}

double value_of(F16 number) {
  const auto bits = static_cast<unsigned>(number);
  const int exponent = static_cast<int>(bits >> 10U & 31U);
  const unsigned fraction = bits & 1023U;
  const double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  return bits >> 15U != 0 ? -magnitude : magnitude;
}

/// Every pixel value, less the same mean.
template <class Number>
std::vector<Number> all_levels(float mean) {
  std::vector<std::uint8_t> pixels(kLevels);
  std::iota(pixels.begin(), pixels.end(), std::uint8_t{0});
  const std::vector<float> means(kLevels, mean);
  std::vector<Number> numbers(kLevels);
  to_numbers(pixels.data(), means.data(), kLevels, numbers.data());
  return numbers;
}

template <class Number>
class PixelNumbersTest : public testing::Test {};
using Numbers = testing::Types<float, Bf16, F16>;
TYPED_TEST_SUITE(PixelNumbersTest, Numbers);

TYPED_TEST(PixelNumbersTest, HoldEachPixelExactly) {
  const auto numbers = all_levels<TypeParam>(0);
  for (std::size_t level = 0; level < kLevels; ++level) EXPECT_EQ(value_of(numbers[level]), level);
}

TYPED_TEST(PixelNumbersTest, AreTakenFromTheMeanOfTheirPlace) {
  const std::array<std::uint8_t, 7> pixels{9, 8, 7, 6, 5, 4, 3};
  const std::array<float, 7> means{1, 2, 3, 4, 5, 6, 7};
  std::array<TypeParam, 7> numbers{};
  to_numbers(pixels.data(), means.data(), pixels.size(), numbers.data());
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    EXPECT_EQ(value_of(numbers[i]), static_cast<float>(pixels[i]) - means[i]);
  }
}

/// The numbers of 16 bits on both sides of `value`, as bits.
template <class Number>
struct Neighbours {
  Number below;
  Number above;
};

template <class Number>
Neighbours<Number> neighbours_of(float value, const std::vector<Number>& all) {
  const auto above = std::ranges::upper_bound(all, double{value}, {}, [](Number each) { return value_of(each); });
  return {*(above - 1), *above};
}

/// All finite numbers of a type with 16 bits, from the least to the largest.
template <class Number>
std::vector<Number> all_numbers(std::uint16_t infinity) {
  std::vector<Number> all;
  for (std::uint16_t bits = infinity - 1; bits > 0; --bits) all.push_back(static_cast<Number>(bits | 0x8000U));
  for (std::uint16_t bits = 0; bits < infinity; ++bits) all.push_back(static_cast<Number>(bits));
  return all;
}

template <class Number>
void expect_nearest(std::uint16_t infinity) {
  const std::vector<Number> all = all_numbers<Number>(infinity);
  for (const float mean : {123.675F, 116.28F, 0.1F, 127.5F, 200.0625F, 77.03125F}) {
    const std::vector<Number> numbers = all_levels<Number>(mean);
    for (std::size_t level = 0; level < kLevels; ++level) {
      const float exact = static_cast<float>(level) - mean;
      const auto [below, above] = neighbours_of(exact, all);
      const double to_below = exact - value_of(below);
      const double to_above = value_of(above) - exact;
      const bool is_below_even = static_cast<unsigned>(below) % 2 == 0;
      const Number nearest = to_below < to_above || (to_below == to_above && is_below_even) ? below : above;
      EXPECT_EQ(value_of(numbers[level]), value_of(nearest)) << level << " - " << mean;
    }
  }
}

TEST(PixelNumbersRoundingTest, AreTheNearestOfBf16) {
  expect_nearest<Bf16>(0x7F80);
}

TEST(PixelNumbersRoundingTest, AreTheNearestOfF16) {
  expect_nearest<F16>(0x7C00);
}

TEST(PixelNumbersRoundingTest, AreNeverInfiniteInF16) {
  EXPECT_EQ(value_of(all_levels<F16>(1e6F)[0]), -65504);
  EXPECT_EQ(value_of(all_levels<F16>(-1e6F)[0]), 65504);
}

}  // namespace
}  // namespace millrace::vision
