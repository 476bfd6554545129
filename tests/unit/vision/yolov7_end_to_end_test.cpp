#include "vision/yolov7_end_to_end.hpp"

#include <array>
#include <cstddef>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "any_bytes.hpp"
#include "millrace/base/error.hpp"
#include "vision/impossible_score.hpp"

namespace millrace::vision {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Yolov7Row = std::array<float, 7>;

std::vector<Detection> yolov7_boxes(const std::vector<Yolov7Row>& rows, const DecodeOptions& options = {}) {
  std::vector<float> values;
  for (const Yolov7Row& row : rows) values.insert(values.end(), row.begin(), row.end());
  const std::array<std::size_t, 2> shape{rows.size(), std::tuple_size_v<Yolov7Row>};
  return decode_yolov7_end_to_end({values.data(), shape}, options);
}

TEST(DecodeYolov7EndToEndTest, TakesTheBoxesAsTheyAre) {
  EXPECT_THAT(yolov7_boxes({{0, 10, 20, 30, 40, 7, 0.5F}, {0, 10, 20, 30, 40, 7, 0.75F}}),
              ElementsAre(Detection{{10, 20, 30, 40}, 0.5F, 7}, Detection{{10, 20, 30, 40}, 0.75F, 7}));
}

TEST(DecodeYolov7EndToEndTest, WantsAHigherScoreThanTheThreshold) {
  EXPECT_THAT(yolov7_boxes({{0, 0, 0, 8, 8, 1, 0.25F}}, {.confidence = 0.25F}), IsEmpty());
}

TEST(DecodeYolov7EndToEndTest, LetsOnlyTheWantedClassesPass) {
  EXPECT_THAT(yolov7_boxes({{0, 0, 0, 8, 8, 2, 1}, {0, 0, 0, 8, 8, 3, 1}}, {.classes = {3}}),
              ElementsAre(Detection{{0, 0, 8, 8}, 1, 3}));
}

TEST(DecodeYolov7EndToEndTest, SkipsRowsOfNoPictureAndWithoutAClass) {
  EXPECT_THAT(yolov7_boxes({{-1, 0, 0, 8, 8, 0, 1}, {0, 0, 0, 8, 8, -1, -1}, {0, 0, 0, 8, 8, 1e9F, 1}}), IsEmpty());
}

TEST(DecodeYolov7EndToEndTest, ThrowsForWhatCannotBeAScore) {
  for (const float score : {-0.02F, 1.06F, kNan, kInfinity}) {
    EXPECT_THROW(yolov7_boxes({{0, 0, 0, 8, 8, 1, score}}), ImpossibleScore) << score;
  }
  EXPECT_THROW(yolov7_boxes({{kNan, kNan, kNan, kNan, kNan, kNan, kNan}}), ImpossibleScore);
}

TEST(DecodeYolov7EndToEndTest, GivesOnlyFiniteCandidatesForAnyBoxes) {
  std::vector<float> values = any_boxes(4000, 7, {6});
  for (std::size_t i = 0; i < values.size(); i += 7) values[i] = 0;
  const std::array<std::size_t, 2> shape{4000, 7};
  expect_finite(decode_yolov7_end_to_end({values.data(), shape}, {}), 0.25F);
}

TEST(DecodeYolov7EndToEndTest, RefusesOtherColumns) {
  const float value = 0;
  const std::array<std::size_t, 2> shape{300, 6};
  EXPECT_THROW(decode_yolov7_end_to_end({&value, shape}, {}), Error);
}

}  // namespace
}  // namespace millrace::vision
