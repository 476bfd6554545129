#include "vision/end_to_end.hpp"

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

using FinalRow = std::array<float, 6>;

std::vector<Detection> end_to_end_boxes(const std::vector<FinalRow>& rows, const DecodeOptions& options = {}) {
  std::vector<float> values;
  for (const FinalRow& row : rows) values.insert(values.end(), row.begin(), row.end());
  const std::array<std::size_t, 2> shape{rows.size(), std::tuple_size_v<FinalRow>};
  return decode_end_to_end({values.data(), shape}, options);
}

TEST(DecodeEndToEndTest, TakesTheBoxesAsTheyAre) {
  EXPECT_THAT(end_to_end_boxes({{10, 20, 30, 40, 0.5F, 7}}), ElementsAre(Detection{{10, 20, 30, 40}, 0.5F, 7}));
}

TEST(DecodeEndToEndTest, KeepsBoxesThatOverlap) {
  EXPECT_EQ(end_to_end_boxes({{10, 20, 30, 40, 0.75F, 7}, {10, 20, 30, 40, 0.5F, 7}}).size(), 2U);
}

TEST(DecodeEndToEndTest, DropsThePaddingAtTheEnd) {
  EXPECT_THAT(end_to_end_boxes({{10, 20, 30, 40, 0.25F, 0}, {0, 0, 0, 0, 0, 0}}, {.confidence = 0.25F}), IsEmpty());
}

TEST(DecodeEndToEndTest, LetsOnlyTheWantedClassesPass) {
  EXPECT_THAT(end_to_end_boxes({{0, 0, 8, 8, 1, 2}, {0, 0, 8, 8, 1, 3}}, {.classes = {3}}),
              ElementsAre(Detection{{0, 0, 8, 8}, 1, 3}));
}

TEST(DecodeEndToEndTest, SkipsRowsWithoutAClass) {
  EXPECT_THAT(
      end_to_end_boxes({{0, 0, 8, 8, 1, -1}, {0, 0, 8, 8, 1, kNan}, {0, 0, 8, 8, 1, kInfinity}, {0, 0, 8, 8, 1, 1e9F}}),
      IsEmpty());
}

TEST(DecodeEndToEndTest, GivesOnlyFiniteCandidatesForAnyBoxes) {
  const std::vector<float> values = any_boxes(4000, 6, {4});
  const std::array<std::size_t, 2> shape{4000, 6};
  expect_finite(decode_end_to_end({values.data(), shape}, {}), 0.25F);
}

TEST(DecodeEndToEndTest, ThrowsForWhatCannotBeAScore) {
  for (const float score : {-0.02F, 1.06F, kNan, kInfinity}) {
    EXPECT_THROW(end_to_end_boxes({{0, 0, 8, 8, 0.5F, 1}, {0, 0, 8, 8, score, 1}}), ImpossibleScore) << score;
  }
  EXPECT_THROW(end_to_end_boxes({{kNan, kNan, kNan, kNan, kNan, kNan}}), ImpossibleScore);
}

TEST(DecodeEndToEndTest, SkipsPaddingWhateverItsScore) {
  EXPECT_THAT(end_to_end_boxes({{-1, -1, -1, -1, -1, -1}}), IsEmpty());
}

TEST(DecodeEndToEndTest, RefusesOtherColumns) {
  const float value = 0;
  const std::array<std::size_t, 2> shape{300, 7};
  EXPECT_THROW(decode_end_to_end({&value, shape}, {}), Error);
}

}  // namespace
}  // namespace millrace::vision
