#include "vision/nms.hpp"

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "any_bytes.hpp"

namespace millrace::vision {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Detections = std::vector<Detection>;

constexpr Box kSquare{0, 0, 10, 10};
constexpr Box kNearlyTheSame{0, 0, 10, 9};  // IoU 0.9 with kSquare
constexpr Box kHalf{0, 0, 10, 5};           // IoU 0.5 with kSquare
constexpr Box kElsewhere{50, 50, 60, 60};

TEST(NmsTest, ReturnsNothingForNoCandidates) {
  EXPECT_THAT(nms({}, {}), IsEmpty());
}

TEST(NmsTest, KeepsTheHigherScoreWhenBoxesOverlap) {
  const Detection worse{kNearlyTheSame, 0.5F, 0};
  const Detection better{kSquare, 0.9F, 0};
  EXPECT_THAT(nms({worse, better}, {}), ElementsAre(better));
}

TEST(NmsTest, ReturnsBoxesApartBestFirst) {
  const Detection worse{kSquare, 0.5F, 0};
  const Detection better{kElsewhere, 0.9F, 0};
  EXPECT_THAT(nms({worse, better}, {}), ElementsAre(better, worse));
}

TEST(NmsTest, KeepsABoxThatOverlapsByExactlyTheThreshold) {
  const Detection first{kSquare, 0.9F, 0};
  const Detection second{kHalf, 0.8F, 0};
  EXPECT_THAT(nms({first, second}, {.iou = 0.5F}), ElementsAre(first, second));
  EXPECT_THAT(nms({first, second}, {.iou = 0.4999F}), ElementsAre(first));
}

TEST(NmsTest, KeepsOverlappingBoxesOfDifferentClasses) {
  const Detection person{kSquare, 0.9F, 0};
  const Detection dog{kSquare, 0.8F, 16};
  EXPECT_THAT(nms({person, dog}, {}), ElementsAre(person, dog));
}

TEST(NmsTest, SuppressesAcrossClassesWhenAgnostic) {
  const Detection person{kSquare, 0.9F, 0};
  const Detection dog{kSquare, 0.8F, 16};
  EXPECT_THAT(nms({person, dog}, {.class_agnostic = true}), ElementsAre(person));
}

TEST(NmsTest, LetsASuppressedBoxSuppressNothing) {
  const Detection first{{0, 0, 10, 10}, 0.9F, 0};
  const Detection second{{4, 0, 14, 10}, 0.8F, 0};  // IoU 0.43 with the first and with the third
  const Detection third{{8, 0, 18, 10}, 0.7F, 0};   // IoU 0.11 with the first
  EXPECT_THAT(nms({first, second, third}, {.iou = 0.4F}), ElementsAre(first, third));
}

TEST(NmsTest, KeepsTheOrderOfEqualScores) {
  const Detection a{kSquare, 0.5F, 3};
  const Detection b{kElsewhere, 0.5F, 1};
  const Detection c{kSquare, 0.5F, 2};
  EXPECT_THAT(nms({a, b, c}, {}), ElementsAre(a, b, c));
}

TEST(NmsTest, KeepsTheFirstOfTwoEqualCandidates) {
  const Detection a{kSquare, 0.5F, 0};
  EXPECT_THAT(nms({a, a}, {}), ElementsAre(a));
}

TEST(NmsTest, StopsAtTheMostDetectionsWanted) {
  const Detection a{kSquare, 0.9F, 0};
  const Detection b{kElsewhere, 0.8F, 0};
  EXPECT_THAT(nms({b, a}, {.max_detections = 1}), ElementsAre(a));
  EXPECT_THAT(nms({b, a}, {.max_detections = 0}), IsEmpty());
}

TEST(NmsTest, LooksOnlyAtTheBestCandidates) {
  const Detection best{kSquare, 0.9F, 0};
  const Detection same{kSquare, 0.8F, 0};
  const Detection apart{kElsewhere, 0.7F, 0};
  EXPECT_THAT(nms({apart, same, best}, {.max_candidates = 2}), ElementsAre(best));
}

TEST(NmsTest, DropsBoxesAndScoresThatAreNotFinite) {
  const Detection good{kSquare, 0.5F, 0};
  const Detections candidates{
      {{kNan, 0, 10, 10}, 0.9F, 0}, {{0, 0, kInfinity, 10}, 0.9F, 0}, {{-kInfinity, 0, 10, 10}, 0.9F, 0},
      {kSquare, kNan, 0},           {kSquare, kInfinity, 0},          good};
  EXPECT_THAT(nms(candidates, {}), ElementsAre(good));
}

TEST(NmsTest, KeepsEqualBoxesWithoutArea) {
  const Detection point{{5, 5, 5, 5}, 0.9F, 0};
  EXPECT_THAT(nms({point, point}, {}), ElementsAre(point, point));
}

/// The textbook form: the best box strikes out all that overlap it, again and again; then the list is cut.
Detections reference_nms(Detections candidates, const NmsOptions& options) {
  Detections kept;
  while (!candidates.empty()) {
    const auto first = std::ranges::max_element(candidates, {}, &Detection::score);
    const Detection best = *first;
    kept.push_back(best);
    candidates.erase(first);
    std::erase_if(candidates, [&](const Detection& other) {
      return other.class_id == best.class_id && iou(best.box, other.box) > options.iou;
    });
  }
  if (kept.size() > options.max_detections) kept.resize(options.max_detections);
  return kept;
}

TEST(NmsTest, EqualsTheTextbookFormOnACrowd) {
  std::mt19937 generator(7);
  std::uniform_real_distribution<float> corner(0, 600);
  std::uniform_real_distribution<float> side(5, 120);
  std::uniform_real_distribution<float> score(0, 1);
  std::uniform_int_distribution<int> class_id(0, 3);
  Detections crowd(2000);
  for (Detection& detection : crowd) {
    const float x = corner(generator);
    const float y = corner(generator);
    detection = {{x, y, x + side(generator), y + side(generator)}, score(generator), class_id(generator)};
  }
  for (const std::size_t limit : {std::size_t{300}, std::size_t{5000}}) {
    const NmsOptions options{.max_detections = limit};
    EXPECT_EQ(nms(crowd, options), reference_nms(crowd, options));
  }
}

}  // namespace
}  // namespace millrace::vision
