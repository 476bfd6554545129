#include "vision/ssd.hpp"

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

constexpr ModelInput kSsdInput{.size = {400, 200}};

using SsdRow = std::array<float, 7>;

std::vector<Detection> ssd_boxes(const std::vector<SsdRow>& rows, const DecodeOptions& options = {}) {
  std::vector<float> values;
  for (const SsdRow& row : rows) values.insert(values.end(), row.begin(), row.end());
  const std::array<std::size_t, 3> shape{1, rows.size(), std::tuple_size_v<SsdRow>};
  return decode_ssd({values.data(), shape}, kSsdInput, options);
}

TEST(DecodeSsdTest, ScalesBoxesToTheInput) {
  EXPECT_THAT(ssd_boxes({{0, 3, 0.5F, 0.25F, 0.25F, 0.5F, 0.75F}}),
              ElementsAre(Detection{{100, 50, 200, 150}, 0.5F, 3}));
}

TEST(DecodeSsdTest, EndsAtTheFirstNegativePicture) {
  EXPECT_THAT(ssd_boxes({{-1, 0, 0, 0, 0, 0, 0}, {0, 3, 1, 0, 0, 1, 1}}), IsEmpty());
}

TEST(DecodeSsdTest, WantsAHigherScoreThanTheThreshold) {
  EXPECT_THAT(ssd_boxes({{0, 3, 0.25F, 0, 0, 1, 1}}, {.confidence = 0.25F}), IsEmpty());
}

TEST(DecodeSsdTest, SkipsRowsWithoutAClass) {
  EXPECT_THAT(ssd_boxes({{0, -2, 1, 0, 0, 1, 1}}), IsEmpty());
}

TEST(DecodeSsdTest, LeavesTheBackgroundOut) {
  EXPECT_THAT(ssd_boxes({{0, 0, 1, 0, 0, 1, 1}, {0, 1, 1, 0, 0, 1, 1}}, {.background = 0}),
              ElementsAre(Detection{{0, 0, 400, 200}, 1, 1}));
}

TEST(DecodeSsdTest, ThrowsForWhatCannotBeAScore) {
  for (const float score : {-0.02F, 1.06F, kNan, kInfinity}) {
    EXPECT_THROW(ssd_boxes({{0, 3, score, 0, 0, 1, 1}}), ImpossibleScore) << score;
  }
}

TEST(DecodeSsdTest, GivesOnlyFiniteCandidatesForAnyBoxes) {
  std::vector<float> values = any_boxes(4000, 7, {2});
  for (std::size_t i = 0; i < values.size(); i += 7) values[i] = 0;
  const std::array<std::size_t, 3> shape{1, 4000, 7};
  expect_finite(decode_ssd({values.data(), shape}, kSsdInput, {}), 0.25F);
}

TEST(DecodeSsdTest, RefusesOtherShapes) {
  const float value = 0;
  const std::array<std::size_t, 2> rank_two{100, 7};
  const std::array<std::size_t, 3> six_columns{1, 100, 6};
  EXPECT_THROW(decode_ssd({&value, rank_two}, kSsdInput, {}), Error);
  EXPECT_THROW(decode_ssd({&value, six_columns}, kSsdInput, {}), Error);
}

}  // namespace
}  // namespace millrace::vision
