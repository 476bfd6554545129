#include "vision/yolov8.hpp"

#include <algorithm>
#include <array>
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

using Yolov8Column = std::array<float, 7>;  // cx, cy, w, h, three classes

// The model's layout: all cx, then all cy, ...
std::vector<Detection> yolov8_boxes(const std::vector<Yolov8Column>& columns, const DecodeOptions& options = {}) {
  std::vector<float> values;
  for (std::size_t channel = 0; channel < std::tuple_size_v<Yolov8Column>; ++channel) {
    for (const Yolov8Column& column : columns) values.push_back(column[channel]);
  }
  const std::array<std::size_t, 2> shape{std::tuple_size_v<Yolov8Column>, columns.size()};
  return decode_yolov8({values.data(), shape}, options);
}

TEST(DecodeYolov8Test, TurnsCentreAndSizeIntoCorners) {
  EXPECT_THAT(yolov8_boxes({{100, 50, 20, 10, 0.125F, 0.75F, 0.25F}}),
              ElementsAre(Detection{{90, 45, 110, 55}, 0.75F, 1}));
}

TEST(DecodeYolov8Test, ReturnsCandidatesInColumnOrder) {
  EXPECT_THAT(yolov8_boxes({{8, 8, 4, 4, 0.5F, 0, 0}, {16, 8, 4, 4, 0, 0, 1}}),
              ElementsAre(Detection{{6, 6, 10, 10}, 0.5F, 0}, Detection{{14, 6, 18, 10}, 1, 2}));
}

TEST(DecodeYolov8Test, FindsTheSameInAnyOfManyColumns) {
  // More than one block, and a last one that is not full.
  constexpr std::size_t kColumns = 1300;
  for (const std::size_t index : {0U, 511U, 512U, 1023U, 1299U}) {
    std::vector<Yolov8Column> columns(kColumns, Yolov8Column{8, 8, 4, 4, 0, 0, 0});
    columns[index] = {8, 8, 4, 4, 0.5F, 0.75F, 0.5F};
    EXPECT_THAT(yolov8_boxes(columns), ElementsAre(Detection{{6, 6, 10, 10}, 0.75F, 1})) << index;
  }
}

TEST(DecodeYolov8Test, WantsAHigherScoreThanTheThreshold) {
  const std::vector<Yolov8Column> columns{{8, 8, 4, 4, 0.25F, 0, 0}};
  EXPECT_THAT(yolov8_boxes(columns, {.confidence = 0.25F}), IsEmpty());
  EXPECT_EQ(yolov8_boxes(columns, {.confidence = 0.2499F}).size(), 1U);
}

TEST(DecodeYolov8Test, TakesTheFirstOfEqualClasses) {
  EXPECT_THAT(yolov8_boxes({{8, 8, 4, 4, 0.25F, 0.5F, 0.5F}}), ElementsAre(Detection{{6, 6, 10, 10}, 0.5F, 1}));
}

TEST(DecodeYolov8Test, GivesOneCandidateForEachClassWithMultiLabel) {
  EXPECT_THAT(yolov8_boxes({{8, 8, 4, 4, 0.5F, 0.125F, 0.75F}}, {.multi_label = true}),
              ElementsAre(Detection{{6, 6, 10, 10}, 0.5F, 0}, Detection{{6, 6, 10, 10}, 0.75F, 2}));
}

TEST(DecodeYolov8Test, LetsOnlyTheWantedClassesPass) {
  EXPECT_THAT(yolov8_boxes({{8, 8, 4, 4, 1, 0, 0}, {8, 8, 4, 4, 0, 1, 0}}, {.classes = {1}}),
              ElementsAre(Detection{{6, 6, 10, 10}, 1, 1}));
}

TEST(DecodeYolov8Test, DecodesAModelOfOneClass) {
  const std::array<float, 5> column{8, 8, 4, 4, 0.5F};
  const std::array<std::size_t, 2> shape{5, 1};
  EXPECT_THAT(decode_yolov8({column.data(), shape}, {}), ElementsAre(Detection{{6, 6, 10, 10}, 0.5F, 0}));
}

TEST(DecodeYolov8Test, SkipsColumnsWithoutAFiniteBox) {
  EXPECT_THAT(yolov8_boxes({{kNan, 8, 4, 4, 1, 0, 0}, {8, 8, 4, -kInfinity, 1, 0, 0}, {3e38F, 8, 3e38F, 4, 1, 0, 0}}),
              IsEmpty());
}

TEST(DecodeYolov8Test, ThrowsForWhatCannotBeAScore) {
  for (const float score : {-0.02F, 1.06F, kNan, kInfinity}) {
    EXPECT_THROW(yolov8_boxes({{8, 8, 4, 4, 0.5F, 0, 0}, {8, 8, 4, 4, 0, score, 0}}), ImpossibleScore) << score;
    EXPECT_THROW(yolov8_boxes({{8, 8, 4, 4, 0, score, 0}}, {.multi_label = true}), ImpossibleScore) << score;
  }
}

TEST(DecodeYolov8Test, GivesOnlyFiniteCandidatesForAnyBoxes) {
  std::vector<float> values = any_bytes(std::size_t{7} * 4000);
  std::fill(values.begin() + std::ptrdiff_t{4} * 4000, values.end(), 0.75F);
  const std::array<std::size_t, 2> shape{7, 4000};
  expect_finite(decode_yolov8({values.data(), shape}, {.multi_label = true}), 0.25F);
  expect_finite(decode_yolov8({values.data(), shape}, {}), 0.25F);
}

TEST(DecodeYolov8Test, RefusesOtherShapesAndNoData) {
  const auto refusal = [](const float* data, std::vector<std::size_t> shape) -> std::string {
    try {
      decode_yolov8({data, shape}, {});
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "nothing was thrown";
  };
  const float value = 0;
  EXPECT_THAT(refusal(&value, {4, 8400}), HasSubstr("[4,8400]; family 'yolov8' wants [4 + classes, N]"));
  EXPECT_THAT(refusal(&value, {1, 84, 8400}), HasSubstr("one by one"));
  EXPECT_THAT(refusal(nullptr, {84, 8400}), HasSubstr("has no data"));
}

}  // namespace
}  // namespace millrace::vision
