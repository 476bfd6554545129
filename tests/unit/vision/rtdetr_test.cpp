#include "vision/rtdetr.hpp"

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

constexpr ModelInput kRtdetrInput{.size = {400, 200}};

using RtdetrRow = std::array<float, 7>;  // three classes
using ChosenRow = std::array<float, 6>;

template <class Row, class Decode>
std::vector<Detection> rtdetr_boxes(const std::vector<Row>& rows, const DecodeOptions& options, Decode decode) {
  std::vector<float> values;
  for (const Row& row : rows) values.insert(values.end(), row.begin(), row.end());
  const std::array<std::size_t, 2> shape{rows.size(), std::tuple_size_v<Row>};
  return decode({values.data(), shape}, kRtdetrInput, options);
}

std::vector<Detection> scored(const std::vector<RtdetrRow>& rows, const DecodeOptions& options = {}) {
  return rtdetr_boxes(rows, options, decode_rtdetr);
}

std::vector<Detection> chosen(const std::vector<ChosenRow>& rows, const DecodeOptions& options = {}) {
  return rtdetr_boxes(rows, options, decode_rtdetr_end_to_end);
}

TEST(DecodeRtdetrTest, ScalesBoxesToTheInputAndTakesTheBestClass) {
  EXPECT_THAT(scored({{0.5F, 0.5F, 0.5F, 0.25F, 0.25F, 0.75F, 0.5F}}),
              ElementsAre(Detection{{100, 75, 300, 125}, 0.75F, 1}));
}

TEST(DecodeRtdetrTest, GivesEveryClassAboveTheThresholdIfAsked) {
  EXPECT_EQ(scored({{0.5F, 0.5F, 0.5F, 0.25F, 0.25F, 0.75F, 0.5F}}, {.multi_label = true}).size(), 2U);
}

TEST(DecodeRtdetrTest, WantsAHigherScoreThanTheThreshold) {
  EXPECT_THAT(scored({{0.5F, 0.5F, 0.5F, 0.5F, 0.25F, 0, 0}}, {.confidence = 0.25F}), IsEmpty());
}

TEST(DecodeRtdetrTest, TakesTheClassThatTheModelChose) {
  EXPECT_THAT(chosen({{0.5F, 0.5F, 0.5F, 0.25F, 0.75F, 7}, {0.5F, 0.5F, 0.5F, 0.25F, 0.1F, 7}}),
              ElementsAre(Detection{{100, 75, 300, 125}, 0.75F, 7}));
}

TEST(DecodeRtdetrTest, ThrowsForWhatCannotBeAScore) {
  for (const float score : {-0.02F, 1.06F, kNan, kInfinity}) {
    EXPECT_THROW(scored({{0, 0, 1, 1, 0, 0, score}}), ImpossibleScore) << score;
    EXPECT_THROW(chosen({{0, 0, 1, 1, score, 0}}), ImpossibleScore) << score;
  }
}

TEST(DecodeRtdetrTest, GivesOnlyFiniteCandidatesForAnyBoxes) {
  const std::array<std::size_t, 2> seven{4000, 7};
  expect_finite(decode_rtdetr({any_boxes(4000, 7, {4, 5, 6}).data(), seven}, kRtdetrInput, {}), 0.25F);
  const std::array<std::size_t, 2> six{4000, 6};
  expect_finite(decode_rtdetr_end_to_end({any_boxes(4000, 6, {4}).data(), six}, kRtdetrInput, {}), 0.25F);
}

TEST(DecodeRtdetrTest, RefusesOtherShapes) {
  const float value = 0;
  const std::array<std::size_t, 2> no_scores{100, 4};
  EXPECT_THROW(decode_rtdetr({&value, no_scores}, kRtdetrInput, {}), Error);
  const std::array<std::size_t, 2> seven{100, 7};
  EXPECT_THROW(decode_rtdetr_end_to_end({&value, seven}, kRtdetrInput, {}), Error);
}

}  // namespace
}  // namespace millrace::vision
