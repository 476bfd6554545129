#include "vision/yolox_heads.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "any_bytes.hpp"
#include "made_heads.hpp"
#include "millrace/base/error.hpp"
#include "vision/impossible_score.hpp"
#include "vision/yolox.hpp"

namespace millrace::vision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A grid of 2 x 3 cells of 8 pixels, without an object.
struct YoloxGrid {
  explicit YoloxGrid(std::size_t class_count = 2) : classes(2, 3, class_count, -20) {}

  MadePart boxes{2, 3, 4, 0};
  MadePart objectness{2, 3, 1, -20};
  MadePart classes;

  GridHead head() const { return {.stride = 8, .parts = {boxes.view(), objectness.view(), classes.view()}}; }
  std::vector<Detection> found(const DecodeOptions& options = {}) const {
    return decode_yolox_heads(std::array{head()}, options);
  }
};

TEST(DecodeYoloxHeadsTest, AddsTheCellAndMultipliesByTheStride) {
  YoloxGrid grid;
  for (const std::size_t i : {0U, 1U}) grid.boxes.at(4, i) = 0.5F;
  grid.boxes.at(4, 2) = std::log(2.0F);
  grid.objectness.at(4, 0) = 20;
  grid.classes.at(4, 1) = 0;
  const auto boxes = grid.found();
  ASSERT_EQ(boxes.size(), 1U);
  expect_same(boxes, {{{12 - 8, 12 - 4, 12 + 8, 12 + 4}, 0.5F, 1}});
}

TEST(DecodeYoloxHeadsTest, GivesWhatTheRowsGive) {
  static constexpr std::array<int, 1> kOneStride{8};
  for (const float confidence : {0.0F, 0.001F, 0.25F, 0.9F}) {
    for (unsigned seed = 0; seed < 20; ++seed) {
      YoloxGrid grid;
      fill_with_noise(grid.boxes.values(), seed);
      for (float& number : grid.boxes.values()) number /= 6;
      fill_with_noise(grid.objectness.values(), seed + 100);
      fill_with_noise(grid.classes.values(), seed + 200);
      std::vector<float> rows;
      for (std::size_t cell = 0; cell < 6; ++cell) {
        for (std::size_t i = 0; i < 4; ++i) rows.push_back(grid.boxes.at(cell, i));
        rows.push_back(exact_sigmoid(grid.objectness.at(cell, 0)));
        for (std::size_t c = 0; c < 2; ++c) rows.push_back(exact_sigmoid(grid.classes.at(cell, c)));
      }
      const std::array<std::size_t, 2> shape{6, 7};
      const DecodeOptions options{.confidence = confidence};
      expect_same(grid.found(options),
                  decode_yolox({rows.data(), shape}, {.size = {24, 16}, .strides = kOneStride}, options));
    }
  }
}

TEST(DecodeYoloxHeadsTest, RefusesAnObjectnessThatIsNotANumber) {
  YoloxGrid grid;
  grid.objectness.at(2, 0) = kNan;
  EXPECT_THROW(grid.found(), ImpossibleScore);
}

TEST(DecodeYoloxHeadsTest, LooksAtAllNumbersOnlyWhenAsked) {
  YoloxGrid grid;
  grid.classes.at(2, 1) = kNan;
  EXPECT_THAT(grid.found(), IsEmpty());
  EXPECT_THROW(grid.found({.check_all = true}), ImpossibleScore);
}

TEST(DecodeYoloxHeadsTest, LeavesOutBoxesThatAreNotFinite) {
  YoloxGrid grid;
  grid.objectness.at(2, 0) = 20;
  grid.classes.at(2, 1) = 20;
  grid.boxes.at(2, 3) = 1000;
  EXPECT_THAT(grid.found(), IsEmpty());
}

TEST(DecodeYoloxHeadsTest, RefusesOtherShapes) {
  const YoloxGrid grid;
  GridHead swapped = grid.head();
  std::swap(swapped.parts[0], swapped.parts[2]);
  EXPECT_THROW(decode_yolox_heads(std::array{swapped}, {}), Error);
}

TEST(DecodeYoloxHeadsTest, KnowsAClassThatWasNeverTrained) {
  YoloxGrid grid(1);
  EXPECT_FALSE(is_yolox_class_untrained(std::array{grid.head()}));
  for (float& score : grid.classes.values()) score = 0.01F;
  EXPECT_TRUE(is_yolox_class_untrained(std::array{grid.head()}));
  EXPECT_FALSE(is_yolox_class_untrained(std::array{YoloxGrid(2).head()}));
}

}  // namespace
}  // namespace millrace::vision
