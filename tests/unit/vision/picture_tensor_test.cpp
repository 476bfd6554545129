#include "vision/picture_tensor.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "unit/vision/pictures.hpp"

namespace millrace::vision {
namespace {

constexpr std::uint8_t kBefore = 0xA5;  // what the memory holds, and keeps behind the tensor
constexpr std::size_t kBehind = 64;

std::size_t bytes_of(PixelType type) {
  switch (type) {
    case PixelType::kU8: return 1;
    case PixelType::kF32: return 4;
    default: return 2;
  }
}

std::size_t numbers_in(Size size) {
  return std::size_t{3} * static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
}

/// One number of a tensor that holds no fractions.
float number_at(const std::vector<std::uint8_t>& memory, PixelType type, std::size_t i) {
  const std::uint8_t* at = memory.data() + i * bytes_of(type);
  if (type == PixelType::kU8) return at[0];
  std::uint32_t bits = 0;
  for (std::size_t byte = 0; byte < bytes_of(type); ++byte) bits |= std::uint32_t{at[byte]} << (8 * byte);
  if (type == PixelType::kF32) return std::bit_cast<float>(bits);
  if (type == PixelType::kBf16) return std::bit_cast<float>(bits << 16U);
  const float magnitude = std::bit_cast<float>((bits & 0x7FFFU) << 13U) * 0x1p112F;
  return bits >> 15U != 0 ? -magnitude : magnitude;
}

struct Case {
  Size picture;
  Size input;
  FitRule rule = FitRule::kCentre;
};

std::vector<float> written(const Case& tested, PixelType type, const std::array<float, 3>& mean = {}) {
  const Image picture = test::noise(tested.picture, 5);
  const std::size_t count = numbers_in(tested.input);
  std::vector<std::uint8_t> memory(count * bytes_of(type) + kBehind, kBefore);
  apply_letterbox(picture.view(), fit_picture(tested.rule, tested.picture, tested.input),
                  {.data = memory.data(), .size = tested.input, .type = type, .mean = mean});
  for (std::size_t i = count * bytes_of(type); i < memory.size(); ++i) EXPECT_EQ(memory[i], kBefore) << "behind it";
  std::vector<float> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = number_at(memory, type, i);
  return numbers;
}

class PictureTensorTest : public testing::TestWithParam<PixelType> {};

TEST_P(PictureTensorTest, HoldsWhatTheLetterboxWritesInBytes) {
  const Case cases[] = {{{32, 32}, {32, 32}},
                        {{20, 13}, {20, 20}},
                        {{13, 20}, {20, 20}},
                        {{64, 36}, {32, 32}},
                        {{50, 31}, {32, 48}},
                        {{7, 5}, {64, 64}},
                        {{1, 1}, {31, 17}},
                        {{2000, 3}, {33, 32}},
                        {{27, 50}, {32, 32}, FitRule::kTopLeft},
                        {{27, 50}, {31, 33}, FitRule::kStretch}};
  for (const Case& each : cases) {
    SCOPED_TRACE(to_string(each.picture) + " in " + to_string(each.input));
    const Image picture = test::noise(each.picture, 5);
    Image bytes(each.input);
    apply_letterbox(picture.view(), fit_picture(each.rule, each.picture, each.input), bytes.view());
    const std::vector<std::uint8_t> pixels = test::pixels(bytes.view());
    EXPECT_TRUE(written(each, GetParam()) == std::vector<float>(pixels.begin(), pixels.end()));
  }
}

TEST_P(PictureTensorTest, LacksTheMeanOfEachChannelInPictureAndPaddingUnlessItIsOfBytes) {
  const Case tested{{13, 20}, {20, 20}};
  const std::array<float, 3> mean{10, 20, 100};
  std::vector<float> wanted = written(tested, GetParam());
  if (GetParam() != PixelType::kU8)
    for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] -= mean.at(i % 3);
  EXPECT_TRUE(written(tested, GetParam(), mean) == wanted);
}

TEST_P(PictureTensorTest, RefusesAnotherPictureOrSizeThanThatOfTheFit) {
  const Image picture({20, 13});
  std::vector<std::uint8_t> memory(std::size_t{20} * 20 * 3 * 4);
  const PictureTensor tensor{.data = memory.data(), .size = {20, 20}, .type = GetParam()};
  EXPECT_THROW(apply_letterbox(picture.view(), fit_letterbox({13, 20}, {20, 20}), tensor), Error);
  EXPECT_THROW(apply_letterbox(picture.view(), fit_letterbox({20, 13}, {20, 19}), tensor), Error);
  const PictureTensor nowhere{.size = {20, 20}, .type = GetParam()};
  EXPECT_THROW(apply_letterbox(picture.view(), fit_letterbox({20, 13}, {20, 20}), nowhere), Error);
}

INSTANTIATE_TEST_SUITE_P(Types, PictureTensorTest,
                         testing::Values(PixelType::kU8, PixelType::kF32, PixelType::kBf16, PixelType::kF16),
                         [](const auto& tested) { return std::string(to_string(tested.param)); });

}  // namespace
}  // namespace millrace::vision
