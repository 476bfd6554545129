#include "evaluation/agreement.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace millrace::evaluation {
namespace {

using Detections = std::vector<Detection>;

constexpr int kCat = 0;
constexpr int kDog = 1;

/// A box of 100x100 whose left side is at `x`.
Detection at(float x, float score = 0.9F, int class_id = kCat) {
  return {.box = {x, 0, x + 100, 100}, .score = score, .class_id = class_id};
}

Agreement agreement_of(const Detections& found, const Detections& wanted) {
  Agreement agreement;
  agreement.add("a.jpg", found, wanted);
  return agreement;
}

TEST(AgreementTest, IsWholeForTheSameDetections) {
  const Detections same{at(0), at(300), at(0, 0.5F, kDog)};
  const Agreement agreement = agreement_of(same, same);
  EXPECT_EQ(agreement.count().matched, 3U);
  EXPECT_EQ(agreement.count().f1(), 1);
  EXPECT_EQ(agreement.boxes().largest, 0);
  EXPECT_EQ(agreement.scores().largest, 0);
  EXPECT_FALSE(agreement.worst());
}

TEST(AgreementTest, IsWholeWhereNobodyFindsAnything) {
  EXPECT_EQ(agreement_of({}, {}).count().f1(), 1);
}

TEST(AgreementTest, IsNoneWhereOnlyOneFindsSomething) {
  EXPECT_EQ(agreement_of({at(0)}, {}).count().f1(), 0);
  EXPECT_EQ(agreement_of({}, {at(0)}).count().f1(), 0);
}

TEST(AgreementTest, CountsWhatIsMissingAndWhatIsTooMuchAlike) {
  EXPECT_DOUBLE_EQ(agreement_of({at(0)}, {at(0), at(300)}).count().f1(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(agreement_of({at(0), at(300)}, {at(0)}).count().f1(), 2.0 / 3);
}

TEST(AgreementTest, WantsTheSameClass) {
  EXPECT_EQ(agreement_of({at(0, 0.9F, kCat)}, {at(0, 0.9F, kDog)}).count().matched, 0U);
}

TEST(AgreementTest, WantsAnOverlapOfMoreThanHalf) {
  EXPECT_EQ(agreement_of({at(33)}, {at(0)}).count().matched, 1U);  // IoU 67/133
  EXPECT_EQ(agreement_of({at(34)}, {at(0)}).count().matched, 0U);  // IoU 66/134
}

TEST(AgreementTest, MatchesEachDetectionOnce) {
  EXPECT_EQ(agreement_of({at(0), at(1), at(2)}, {at(0)}).count().matched, 1U);
  EXPECT_EQ(agreement_of({at(0)}, {at(0), at(1), at(2)}).count().matched, 1U);
}

TEST(AgreementTest, LetsTheBestScoreChooseFirst) {
  // Both overlap the only one that is wanted; the better one lies 20 pixels from it.
  const Agreement agreement = agreement_of({at(0, 0.5F), at(20, 0.9F)}, {at(0)});
  EXPECT_FLOAT_EQ(static_cast<float>(agreement.boxes().largest), 20);
}

TEST(AgreementTest, MatchesWhatOverlapsMost) {
  const Agreement agreement = agreement_of({at(10)}, {at(0, 0.99F), at(12, 0.5F)});
  EXPECT_FLOAT_EQ(static_cast<float>(agreement.boxes().largest), 2);
}

TEST(AgreementTest, TellsHowFarMatchedBoxesAndScoresLieApart) {
  Detection moved = at(300, 0.7F);
  moved.box.y2 += 3;
  const Agreement agreement = agreement_of({at(1, 0.8F), moved}, {at(0, 0.9F), at(300, 0.75F)});
  EXPECT_DOUBLE_EQ(agreement.boxes().mean, 2);
  EXPECT_DOUBLE_EQ(agreement.boxes().largest, 3);
  EXPECT_NEAR(agreement.scores().mean, 0.075, 1e-6);
  EXPECT_NEAR(agreement.scores().largest, 0.1, 1e-6);
}

TEST(AgreementTest, AddsUpPicturesAndKeepsTheWorst) {
  Agreement agreement;
  agreement.add("good.jpg", Detections{at(0), at(300)}, Detections{at(0), at(300)});
  agreement.add("bad.jpg", Detections{at(0), at(300)}, Detections{at(0)});
  agreement.add("worst.jpg", Detections{at(0)}, Detections{at(300), at(600)});
  agreement.add("fair.jpg", Detections{at(0), at(300)}, Detections{at(0)});
  EXPECT_EQ(agreement.pictures(), 4U);
  EXPECT_EQ(agreement.count().found, 7U);
  EXPECT_EQ(agreement.count().wanted, 6U);
  EXPECT_EQ(agreement.count().matched, 4U);
  ASSERT_TRUE(agreement.worst());
  EXPECT_EQ(agreement.worst()->picture, "worst.jpg");
  EXPECT_EQ(agreement.worst()->count.wanted, 2U);
}

TEST(AgreementTest, TakesForTheWorstOfEqualPicturesTheOneWhereBoxesDifferMost) {
  Agreement agreement;
  agreement.add("near.jpg", Detections{at(1)}, Detections{at(0)});
  agreement.add("far.jpg", Detections{at(3)}, Detections{at(0)});
  agreement.add("same.jpg", Detections{at(0)}, Detections{at(0)});
  ASSERT_TRUE(agreement.worst());
  EXPECT_EQ(agreement.worst()->picture, "far.jpg");
  EXPECT_EQ(agreement.worst()->largest_box_difference, 3);
}

}  // namespace
}  // namespace millrace::evaluation
