#include "vision/yolov8_heads.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "any_bytes.hpp"
#include "made_heads.hpp"
#include "millrace/base/error.hpp"
#include "vision/impossible_score.hpp"
#include "vision/yolov8.hpp"

namespace millrace::vision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kDistances = 16;  // DFL's bins
constexpr std::size_t kThreeClasses = 3;

/// A grid of 2 x 3 cells of 8 pixels, without an object.
struct Yolov8Grid {
  explicit Yolov8Grid(std::size_t bins = kDistances) : sides(2, 3, 4 * bins, 0), scores(2, 3, kThreeClasses, -20) {}

  MadePart sides;
  MadePart scores;

  GridHead head() const { return {.stride = 8, .parts = {sides.view(), scores.view()}}; }
  std::vector<Detection> boxes(const DecodeOptions& options = {}) const {
    return decode_yolov8_heads(std::array{head()}, options);
  }
};

double mean_distance(Yolov8Grid& grid, std::size_t cell, std::size_t side) {
  const std::size_t bins = grid.sides.channels() / 4;
  double sum = 0;
  double weighted = 0;
  for (std::size_t i = 0; i < bins; ++i) {
    const double weight = std::exp(static_cast<double>(grid.sides.at(cell, side * bins + i)));
    sum += weight;
    weighted += weight * static_cast<double>(i);
  }
  return weighted / sum;
}

/// The columns that an uncut graph makes of a head: [7,6].
std::vector<float> columns_of(Yolov8Grid& grid) {
  constexpr std::size_t kCells = 6;
  std::vector<float> columns((4 + kThreeClasses) * kCells);
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    std::array<double, 4> sides{};
    for (std::size_t side = 0; side < 4; ++side) sides.at(side) = mean_distance(grid, cell, side);
    const double x = static_cast<double>(cell % 3) + 0.5;
    const double y = cell < 3 ? 0.5 : 1.5;
    columns[cell] = static_cast<float>((x + (sides[2] - sides[0]) / 2) * 8);
    columns[kCells + cell] = static_cast<float>((y + (sides[3] - sides[1]) / 2) * 8);
    columns[2 * kCells + cell] = static_cast<float>((sides[0] + sides[2]) * 8);
    columns[3 * kCells + cell] = static_cast<float>((sides[1] + sides[3]) * 8);
    for (std::size_t c = 0; c < kThreeClasses; ++c)
      columns[(4 + c) * kCells + cell] = exact_sigmoid(grid.scores.at(cell, c));
  }
  return columns;
}

TEST(DecodeYolov8HeadsTest, TakesEqualBinsForTheirMean) {
  Yolov8Grid grid(3);  // 0, 1 and 2: a distance of one cell
  grid.scores.at(4, 1) = 0;
  EXPECT_THAT(grid.boxes(), ElementsAre(Detection{{4, 4, 20, 20}, 0.5F, 1}));
}

TEST(DecodeYolov8HeadsTest, TakesTheOnlyBinForTheDistance) {
  Yolov8Grid grid(1);
  for (std::size_t side = 0; side < 4; ++side) grid.sides.at(0, side) = static_cast<float>(side);
  grid.scores.at(0, 2) = 0;
  EXPECT_THAT(grid.boxes(), ElementsAre(Detection{{4, -4, 20, 28}, 0.5F, 2}));
}

TEST(DecodeYolov8HeadsTest, GivesWhatTheDecodedColumnsGive) {
  for (const float confidence : {0.0F, 0.001F, 0.25F, 0.9F}) {
    for (unsigned seed = 0; seed < 20; ++seed) {
      Yolov8Grid grid;
      fill_with_noise(grid.sides.values(), seed);
      fill_with_noise(grid.scores.values(), seed + 100);
      const std::vector<float> columns = columns_of(grid);
      const std::array<std::size_t, 2> shape{4 + kThreeClasses, 6};
      for (const bool multi_label : {false, true}) {
        const DecodeOptions options{.confidence = confidence, .classes = {0, 2}, .multi_label = multi_label};
        expect_same(grid.boxes(options), decode_yolov8({columns.data(), shape}, options));
      }
    }
  }
}

TEST(DecodeYolov8HeadsTest, WantsAHigherScoreThanTheThreshold) {
  Yolov8Grid grid;
  grid.scores.at(0, 0) = 0;
  EXPECT_THAT(grid.boxes({.confidence = 0.5F}), IsEmpty());
  EXPECT_EQ(grid.boxes({.confidence = 0.499F}).size(), 1U);
}

TEST(DecodeYolov8HeadsTest, RefusesAScoreThatIsNotANumber) {
  Yolov8Grid grid;
  grid.scores.at(2, 1) = kNan;
  try {
    grid.boxes();
    FAIL() << "nothing was thrown";
  } catch (const ImpossibleScore& error) {
    EXPECT_THAT(error.what(), HasSubstr("a score of NaN (number 6 of a box)"));
  }
}

TEST(DecodeYolov8HeadsTest, LeavesOutBoxesThatAreNotFinite) {
  Yolov8Grid grid;
  grid.scores.at(2, 1) = 5;
  grid.sides.at(2, 3) = kNan;
  EXPECT_THAT(grid.boxes(), IsEmpty());
}

TEST(DecodeYolov8HeadsTest, SurvivesAnyNumbers) {
  Yolov8Grid grid(1);
  grid.sides.values() = any_bytes(grid.sides.values().size());
  for (float& score : grid.scores.values()) score = 3;
  expect_finite(grid.boxes(), 0.25F);
}

TEST(DecodeYolov8HeadsTest, RefusesOtherShapes) {
  const MadePart sides(2, 3, 6, 0);
  const MadePart scores(2, 3, 3, 0);
  const MadePart elsewhere(3, 2, 3, 0);
  const MadePart eight(2, 3, 8, 0);
  const auto decode = [](const MadePart& a, const MadePart& b) {
    decode_yolov8_heads(std::array{GridHead{.stride = 8, .parts = {a.view(), b.view()}}}, {});
  };
  EXPECT_THROW(decode(sides, scores), Error);
  EXPECT_THROW(decode(eight, elsewhere), Error);
  EXPECT_NO_THROW(decode(eight, scores));
}

}  // namespace
}  // namespace millrace::vision
