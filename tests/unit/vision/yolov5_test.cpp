#include "vision/yolov5.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "any_bytes.hpp"
#include "fakes/error_message.hpp"
#include "vision/impossible_score.hpp"

namespace millrace::vision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Binary fractions below, so that products and halves are exact.
using Yolov5Row = std::array<float, 8>;  // cx, cy, w, h, objectness, three classes

std::vector<Detection> yolov5_boxes(const std::vector<Yolov5Row>& rows, const DecodeOptions& options = {}) {
  std::vector<float> values;
  for (const Yolov5Row& row : rows) values.insert(values.end(), row.begin(), row.end());
  const std::array<std::size_t, 2> shape{rows.size(), std::tuple_size_v<Yolov5Row>};
  return decode_yolov5({values.data(), shape}, options);
}

std::string yolov5_refusal(const float* data, std::vector<std::size_t> shape) {
  return error_message(ErrorCode::kInvalidInput, [&] { decode_yolov5({data, shape}, {}); });
}

TEST(DecodeYolov5Test, TurnsCentreAndSizeIntoCorners) {
  EXPECT_THAT(yolov5_boxes({{100, 50, 20, 10, 0.5F, 0.125F, 0.75F, 0.25F}}),
              ElementsAre(Detection{{90, 45, 110, 55}, 0.375F, 1}));
}

TEST(DecodeYolov5Test, ReturnsCandidatesInRowOrder) {
  EXPECT_THAT(yolov5_boxes({{8, 8, 4, 4, 0.5F, 0.75F, 0, 0}, {8, 8, 4, 4, 1, 0, 0, 1}}),
              ElementsAre(Detection{{6, 6, 10, 10}, 0.375F, 0}, Detection{{6, 6, 10, 10}, 1, 2}));
}

TEST(DecodeYolov5Test, WantsMoreObjectnessThanTheThreshold) {
  EXPECT_THAT(yolov5_boxes({{8, 8, 4, 4, 0.25F, 1, 1, 1}}, {.confidence = 0.25F}), IsEmpty());
}

TEST(DecodeYolov5Test, WantsAHigherScoreThanTheThreshold) {
  const std::vector<Yolov5Row> rows{{8, 8, 4, 4, 0.5F, 0.5F, 0, 0}};
  EXPECT_THAT(yolov5_boxes(rows, {.confidence = 0.25F}), IsEmpty());
  EXPECT_EQ(yolov5_boxes(rows, {.confidence = 0.2499F}).size(), 1U);
}

TEST(DecodeYolov5Test, TakesTheFirstOfEqualClasses) {
  EXPECT_THAT(yolov5_boxes({{8, 8, 4, 4, 1, 0.25F, 0.5F, 0.5F}}), ElementsAre(Detection{{6, 6, 10, 10}, 0.5F, 1}));
}

TEST(DecodeYolov5Test, GivesOneCandidateForEachClassWithMultiLabel) {
  EXPECT_THAT(yolov5_boxes({{8, 8, 4, 4, 1, 0.5F, 0.125F, 0.75F}}, {.multi_label = true}),
              ElementsAre(Detection{{6, 6, 10, 10}, 0.5F, 0}, Detection{{6, 6, 10, 10}, 0.75F, 2}));
}

TEST(DecodeYolov5Test, LetsOnlyTheWantedClassesPass) {
  const std::vector<Yolov5Row> rows{{8, 8, 4, 4, 1, 1, 0, 0}, {8, 8, 4, 4, 1, 0, 1, 0}, {8, 8, 4, 4, 1, 0, 0, 1}};
  EXPECT_THAT(yolov5_boxes(rows, {.classes = {2, 0}}),
              ElementsAre(Detection{{6, 6, 10, 10}, 1, 0}, Detection{{6, 6, 10, 10}, 1, 2}));
}

TEST(DecodeYolov5Test, DoesNotFallBackToAWantedClassThatIsNotTheBest) {
  EXPECT_THAT(yolov5_boxes({{8, 8, 4, 4, 1, 0.75F, 0.5F, 0}}, {.classes = {1}}), IsEmpty());
}

TEST(DecodeYolov5Test, KeepsAWantedClassThatIsNotTheBestWithMultiLabel) {
  EXPECT_THAT(yolov5_boxes({{8, 8, 4, 4, 1, 0.75F, 0.5F, 0}}, {.classes = {1}, .multi_label = true}),
              ElementsAre(Detection{{6, 6, 10, 10}, 0.5F, 1}));
}

TEST(DecodeYolov5Test, DecodesAModelOfOneClass) {
  const std::array<float, 6> row{8, 8, 4, 4, 0.5F, 1};
  const std::array<std::size_t, 2> shape{1, 6};
  EXPECT_THAT(decode_yolov5({row.data(), shape}, {}), ElementsAre(Detection{{6, 6, 10, 10}, 0.5F, 0}));
}

TEST(DecodeYolov5Test, ReturnsNothingForNoRows) {
  EXPECT_THAT(yolov5_boxes({}), IsEmpty());
}

TEST(DecodeYolov5Test, SkipsRowsWithoutAFiniteBox) {
  EXPECT_THAT(yolov5_boxes({{kNan, 8, 4, 4, 1, 1, 0, 0},
                            {8, kInfinity, 4, 4, 1, 1, 0, 0},
                            {8, 8, kNan, 4, 1, 1, 0, 0},
                            {8, 8, 4, -kInfinity, 1, 1, 0, 0},
                            {3e38F, 8, 3e38F, 4, 1, 1, 0, 0}}),
              IsEmpty());
}

TEST(DecodeYolov5Test, ThrowsForWhatCannotBeAScore) {
  for (const float score : {-0.02F, 1.06F, kNan, kInfinity}) {
    EXPECT_THROW(yolov5_boxes({{8, 8, 4, 4, score, 1, 0, 0}}), ImpossibleScore) << score;
    EXPECT_THROW(yolov5_boxes({{8, 8, 4, 4, 1, 0.5F, 0, score}}), ImpossibleScore) << score;
    EXPECT_THROW(yolov5_boxes({{8, 8, 4, 4, 1, 0.5F, 0, score}}, {.multi_label = true}), ImpossibleScore) << score;
  }
}

TEST(DecodeYolov5Test, LooksAtTheClassesOfRowsWithoutObjectnessOnlyToCheckAll) {
  const std::vector<Yolov5Row> rows{{8, 8, 4, 4, 0, 8, 8, 8}};
  EXPECT_THAT(yolov5_boxes(rows), IsEmpty());
  EXPECT_THROW(yolov5_boxes(rows, {.check_all = true}), ImpossibleScore);
}

TEST(DecodeYolov5Test, ScoresByObjectnessOnlyWhenTold) {
  const std::array<float, 6> row{8, 8, 4, 4, 0.75F, 0.5F};
  const std::array<std::size_t, 2> shape{1, 6};
  EXPECT_THAT(decode_yolov5({row.data(), shape}, {.objectness_only = true}),
              ElementsAre(Detection{{6, 6, 10, 10}, 0.75F, 0}));
}

TEST(DecodeYolov5Test, GivesOnlyFiniteCandidatesForAnyBoxes) {
  const std::vector<float> values = any_boxes(4000, 8, {4, 5, 6, 7});
  const std::array<std::size_t, 2> shape{4000, 8};
  expect_finite(decode_yolov5({values.data(), shape}, {.multi_label = true}), 0.25F);
}

TEST(IsClassUntrainedTest, WantsAHalfInEveryRow) {
  const auto untrained = [](const std::vector<float>& scores) {
    std::vector<float> values;
    for (const float score : scores) values.insert(values.end(), {8, 8, 4, 4, 0.9F, score});
    const std::array<std::size_t, 2> shape{scores.size(), 6};
    return is_class_untrained({values.data(), shape});
  };
  EXPECT_TRUE(untrained({0.5F, 0.495F, 0.505F}));
  EXPECT_FALSE(untrained({0.5F, 0.52F}));
  EXPECT_FALSE(untrained({0.5F, kNan}));
  EXPECT_FALSE(untrained({}));
}

TEST(IsClassUntrainedTest, WantsOneClass) {
  const std::vector<float> values(7, 0.5F);
  const std::array<std::size_t, 2> shape{1, 7};
  EXPECT_FALSE(is_class_untrained({values.data(), shape}));
}

TEST(DecodeYolov5Test, RefusesABatchAndSaysHowToPassIt) {
  const float value = 0;
  EXPECT_EQ(yolov5_refusal(&value, {1, 25200, 85}),
            "the output has shape [1,25200,85]; family 'yolov5' wants [N, 5 + classes] for one picture; pass the "
            "pictures of a batch one by one, or try another --family");
}

TEST(DecodeYolov5Test, RefusesRowsWithoutAClass) {
  const float value = 0;
  EXPECT_THAT(yolov5_refusal(&value, {100, 5}), HasSubstr("[100,5]; family 'yolov5' wants [N, 5 + classes]"));
}

TEST(DecodeYolov5Test, RefusesOtherRanks) {
  const float value = 0;
  EXPECT_THAT(yolov5_refusal(&value, {}), HasSubstr("shape []"));
  EXPECT_THAT(yolov5_refusal(&value, {1, 255, 80, 80}), HasSubstr("shape [1,255,80,80]"));
}

TEST(DecodeYolov5Test, RefusesATensorWithoutData) {
  EXPECT_THAT(yolov5_refusal(nullptr, {3, 85}), HasSubstr("has no data"));
}

}  // namespace
}  // namespace millrace::vision
