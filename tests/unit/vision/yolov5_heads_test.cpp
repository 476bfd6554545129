#include "vision/yolov5_heads.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "any_bytes.hpp"
#include "fakes/error_message.hpp"
#include "made_heads.hpp"
#include "vision/impossible_score.hpp"
#include "vision/yolov5.hpp"

namespace millrace::vision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr float kNever = -20;  // a score of 2e-9
constexpr float kAlways = 20;
constexpr std::array<Anchor, 2> kTwoAnchors{{{16, 8}, {32, 64}}};
constexpr std::size_t kNumbers = 8;  // x, y, w, h, objectness, three classes

/// A grid of 2 x 3 cells of 8 pixels and two boxes a cell, without an object.
struct Yolov5Grid {
  MadePart part{2, 3, kTwoAnchors.size() * kNumbers, kNever};

  float& number(std::size_t cell, std::size_t anchor, std::size_t i) { return part.at(cell, anchor * kNumbers + i); }
  GridHead head() const { return {.stride = 8, .parts = {part.view()}, .anchors = kTwoAnchors}; }
  std::vector<Detection> boxes(const DecodeOptions& options = {}) const {
    return decode_yolov5_heads(std::array{head()}, options);
  }
  void set(std::size_t cell, std::size_t anchor, const std::array<float, kNumbers>& numbers) {
    for (std::size_t i = 0; i < kNumbers; ++i) number(cell, anchor, i) = numbers.at(i);
  }
};

/// The rows that an uncut graph makes of a head.
std::vector<float> rows_of(Yolov5Grid& grid) {
  std::vector<float> rows;
  for (std::size_t anchor = 0; anchor < kTwoAnchors.size(); ++anchor) {
    for (std::size_t cell = 0; cell < 6; ++cell) {
      std::array<float, kNumbers> row{};
      for (std::size_t i = 0; i < kNumbers; ++i) row.at(i) = exact_sigmoid(grid.number(cell, anchor, i));
      row[0] = (row[0] * 2 - 0.5F + static_cast<float>(cell % 3)) * 8;
      row[1] = (row[1] * 2 - 0.5F + (cell < 3 ? 0.0F : 1.0F)) * 8;
      row[2] = row[2] * row[2] * 4 * kTwoAnchors.at(anchor).width;
      row[3] = row[3] * row[3] * 4 * kTwoAnchors.at(anchor).height;
      rows.insert(rows.end(), row.begin(), row.end());
    }
  }
  return rows;
}

std::string heads_refusal(const GridHead& head) {
  return error_message(ErrorCode::kInvalidInput, [&] { decode_yolov5_heads(std::array{head}, {}); });
}

TEST(DecodeYolov5HeadsTest, PutsALogitOfZeroInTheMiddleOfItsCellWithTheSizeOfTheAnchor) {
  Yolov5Grid grid;
  grid.set(4, 0, {0, 0, 0, 0, kAlways, kNever, 0, kNever});
  EXPECT_THAT(grid.boxes(), ElementsAre(Detection{{12 - 8, 12 - 4, 12 + 8, 12 + 4}, 0.5F, 1}));
}

TEST(DecodeYolov5HeadsTest, ReturnsCandidatesInTheOrderOfTheUncutRows) {
  Yolov5Grid grid;
  grid.set(0, 1, {0, 0, 0, 0, kAlways, kAlways, 0, 0});
  grid.set(5, 0, {0, 0, 0, 0, kAlways, 0, 0, kAlways});
  EXPECT_THAT(grid.boxes(), ElementsAre(Detection{{12, 8, 28, 16}, 1, 2}, Detection{{-12, -28, 20, 36}, 1, 0}));
}

TEST(DecodeYolov5HeadsTest, GivesWhatTheDecodedRowsGive) {
  for (const float confidence : {0.0F, 0.001F, 0.25F, 0.9F}) {
    for (unsigned seed = 0; seed < 20; ++seed) {
      Yolov5Grid grid;
      fill_with_noise(grid.part.values(), seed);
      const std::vector<float> rows = rows_of(grid);
      const std::array<std::size_t, 2> shape{rows.size() / kNumbers, kNumbers};
      for (const bool multi_label : {false, true}) {
        const DecodeOptions options{.confidence = confidence, .classes = {0, 2}, .multi_label = multi_label};
        expect_same(grid.boxes(options), decode_yolov5({rows.data(), shape}, options));
      }
    }
  }
}

TEST(DecodeYolov5HeadsTest, WantsMoreObjectnessThanTheThreshold) {
  Yolov5Grid grid;
  grid.set(0, 0, {0, 0, 0, 0, 0, kAlways, 0, 0});
  EXPECT_THAT(grid.boxes({.confidence = 0.5F}), IsEmpty());
  EXPECT_EQ(grid.boxes({.confidence = 0.499F}).size(), 1U);
}

TEST(DecodeYolov5HeadsTest, WantsAHigherScoreThanTheThreshold) {
  Yolov5Grid grid;
  grid.set(0, 0, {0, 0, 0, 0, 0, 0, kNever, kNever});
  EXPECT_THAT(grid.boxes({.confidence = 0.25F}), IsEmpty());
  EXPECT_EQ(grid.boxes({.confidence = 0.249F}).size(), 1U);
}

TEST(DecodeYolov5HeadsTest, ScoresByObjectnessWhenTheOnlyClassSaysNothing) {
  Yolov5Grid grid;
  grid.set(0, 0, {0, 0, 0, 0, 0, 0, 0, 0});
  const auto found = grid.boxes({.objectness_only = true});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].score, 0.5F);
}

TEST(DecodeYolov5HeadsTest, FindsNothingAboveOneAndEverythingAboveZero) {
  Yolov5Grid grid;
  EXPECT_THAT(grid.boxes({.confidence = 1}), IsEmpty());
  EXPECT_EQ(grid.boxes({.confidence = 0}).size(), 12U);
}

TEST(DecodeYolov5HeadsTest, RefusesAnObjectnessThatIsNotANumber) {
  Yolov5Grid grid;
  grid.number(3, 1, 4) = kNan;
  EXPECT_THAT(heads_refusal(grid.head()), HasSubstr("a score of NaN (number 5 of a box)"));
}

TEST(DecodeYolov5HeadsTest, RefusesAClassThatIsNotANumber) {
  Yolov5Grid grid;
  grid.set(3, 1, {0, 0, 0, 0, kAlways, kAlways, 0, kNan});
  EXPECT_THAT(heads_refusal(grid.head()), HasSubstr("a score of NaN (number 8 of a box)"));
}

TEST(DecodeYolov5HeadsTest, LooksAtAllNumbersOnlyWhenAsked) {
  Yolov5Grid grid;
  grid.number(3, 1, 6) = kNan;
  EXPECT_THAT(grid.boxes(), IsEmpty());
  EXPECT_THROW(grid.boxes({.check_all = true}), ImpossibleScore);
}

TEST(DecodeYolov5HeadsTest, LeavesOutBoxesThatAreNotFinite) {
  Yolov5Grid grid;
  grid.set(3, 1, {0, 0, kNan, 0, kAlways, kAlways, 0, 0});
  EXPECT_THAT(grid.boxes(), IsEmpty());
}

TEST(DecodeYolov5HeadsTest, SurvivesAnyNumbers) {
  Yolov5Grid grid;
  grid.part.values() = any_boxes(6 * kTwoAnchors.size(), kNumbers, {4, 5, 6, 7}, 3);
  expect_finite(grid.boxes(), 0.25F);
}

TEST(DecodeYolov5HeadsTest, RefusesOtherShapes) {
  MadePart odd(2, 3, 17, 0);
  EXPECT_THAT(heads_refusal({.stride = 8, .parts = {odd.view()}, .anchors = kTwoAnchors}),
              HasSubstr("[2,3,17]; the cut family 'yolov5' wants [height, width, anchors * (5 + classes)]"));
  EXPECT_THAT(heads_refusal({.stride = 8, .parts = {odd.view()}}), HasSubstr("[2,3,17]"));
  const std::array<std::size_t, 2> flat{6, 16};
  EXPECT_THAT(heads_refusal({.stride = 8, .parts = {TensorView{odd.view().data, flat}}, .anchors = kTwoAnchors}),
              HasSubstr("[6,16]"));
}

TEST(DecodeYolov5HeadsTest, RefusesAShapeWithoutData) {
  const std::array<std::size_t, 3> shape{2, 3, 16};
  EXPECT_THAT(heads_refusal({.stride = 8, .parts = {TensorView{nullptr, shape}}, .anchors = kTwoAnchors}),
              HasSubstr("has no data"));
}

TEST(DecodeYolov5HeadsTest, KnowsAClassThatWasNeverTrained) {
  MadePart part(2, 3, 12, 0.01F);
  const auto is_untrained = [&] {
    return is_yolov5_class_untrained(std::array{GridHead{.stride = 8, .parts = {part.view()}, .anchors = kTwoAnchors}});
  };
  EXPECT_TRUE(is_untrained());
  part.at(5, 11) = 1;
  EXPECT_FALSE(is_untrained());
  EXPECT_FALSE(is_yolov5_class_untrained(std::array{Yolov5Grid().head()}));  // three classes
}

}  // namespace
}  // namespace millrace::vision
