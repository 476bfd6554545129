#include "vision/yolox.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "any_bytes.hpp"
#include "millrace/base/error.hpp"
#include "vision/impossible_score.hpp"

namespace millrace::vision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// 64x32 at strides 8, 16 and 32: 8x4 + 4x2 + 2x1 cells.
constexpr std::array<int, 3> kStrides{8, 16, 32};
constexpr ModelInput kYoloxInput{.size = {64, 32}, .strides = kStrides};
constexpr std::size_t kYoloxRows = 32 + 8 + 2;
constexpr std::size_t kYoloxColumns = 7;  // x, y, w, h, objectness, two classes

using YoloxRow = std::array<float, kYoloxColumns>;

std::vector<Detection> yolox_boxes(std::size_t index, const YoloxRow& row, const DecodeOptions& options = {}) {
  std::vector<float> values(kYoloxRows * kYoloxColumns, 0.0F);
  std::ranges::copy(row, values.begin() + static_cast<std::ptrdiff_t>(index * kYoloxColumns));
  const std::array<std::size_t, 2> shape{kYoloxRows, kYoloxColumns};
  return decode_yolox({values.data(), shape}, kYoloxInput, options);
}

TEST(DecodeYoloxTest, AddsTheCellAndMultipliesByTheStride) {
  // Row 10 is cell (2,1) of stride 8: centre (2.5, 1.25) * 8, size e^0 * 8.
  EXPECT_THAT(yolox_boxes(10, {0.5F, 0.25F, 0, 0, 0.5F, 0, 1}), ElementsAre(Detection{{16, 6, 24, 14}, 0.5F, 1}));
}

TEST(DecodeYoloxTest, CountsTheRowsOfEachStrideInTurn) {
  // Row 32 + 5 is cell (1,1) of stride 16; row 41 is cell (1,0) of stride 32.
  EXPECT_THAT(yolox_boxes(37, {0, 0, 0, 0, 1, 1, 0}), ElementsAre(Detection{{8, 8, 24, 24}, 1, 0}));
  EXPECT_THAT(yolox_boxes(41, {0, 0, 0, 0, 1, 1, 0}), ElementsAre(Detection{{16, -16, 48, 16}, 1, 0}));
}

TEST(DecodeYoloxTest, TakesTheSizeAsAnExponent) {
  const auto found = yolox_boxes(0, {0.5F, 0.5F, std::log(2.0F), std::log(3.0F), 1, 1, 0});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].box.width(), 16, 1e-4);
  EXPECT_NEAR(found[0].box.height(), 24, 1e-4);
}

TEST(DecodeYoloxTest, WantsObjectnessAndScoreAboveTheThreshold) {
  EXPECT_THAT(yolox_boxes(0, {0, 0, 0, 0, 0.25F, 1, 1}, {.confidence = 0.25F}), IsEmpty());
  EXPECT_THAT(yolox_boxes(0, {0, 0, 0, 0, 0.5F, 0.5F, 0}, {.confidence = 0.25F}), IsEmpty());
}

TEST(DecodeYoloxTest, SkipsABoxWhoseSizeIsInfinite) {
  EXPECT_THAT(yolox_boxes(0, {0, 0, 1000, 0, 1, 1, 0}), IsEmpty());
}

TEST(DecodeYoloxTest, ThrowsForWhatCannotBeAScore) {
  for (const float score : {-0.02F, 1.06F, kNan, kInfinity}) {
    EXPECT_THROW(yolox_boxes(0, {0, 0, 0, 0, score, 1, 0}), ImpossibleScore) << score;
    EXPECT_THROW(yolox_boxes(0, {0, 0, 0, 0, 1, 0, score}), ImpossibleScore) << score;
    EXPECT_THROW(yolox_boxes(0, {0, 0, 0, 0, 0, 0, score}, {.check_all = true}), ImpossibleScore) << score;
  }
}

TEST(DecodeYoloxTest, GivesOnlyFiniteCandidatesForAnyBoxes) {
  constexpr std::array<int, 1> kOneStride{1};
  const std::vector<float> values = any_boxes(4096, kYoloxColumns, {4, 5, 6});
  const std::array<std::size_t, 2> shape{4096, kYoloxColumns};
  expect_finite(decode_yolox({values.data(), shape}, {.size = {64, 64}, .strides = kOneStride}, {.multi_label = true}),
                0.25F);
}

TEST(DecodeYoloxTest, RefusesRowsThatTheInputDoesNotHaveAndNoData) {
  const auto refusal = [](const float* data, std::vector<std::size_t> shape) -> std::string {
    try {
      decode_yolox({data, shape}, kYoloxInput, {});
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "nothing was thrown";
  };
  const float value = 0;
  EXPECT_THAT(refusal(&value, {43, 7}), HasSubstr("[43,7]; family 'yolox' wants [42, 5 + classes]"));
  EXPECT_THAT(refusal(&value, {42, 5}), HasSubstr("[42,5]"));
  EXPECT_THAT(refusal(nullptr, {42, 7}), HasSubstr("has no data"));
}

}  // namespace
}  // namespace millrace::vision
