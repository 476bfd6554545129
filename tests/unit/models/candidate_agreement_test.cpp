#include "models/candidate_agreement.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::models {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr Detection kCat{.box = {0, 0, 10, 10}, .score = 0.5F, .class_id = 0};
constexpr CandidateTolerance kExact{.threshold = 0.25F, .is_exact = true};
constexpr CandidateTolerance kRough{.threshold = 0.25F};

Detection moved(float pixels) {
  Detection detection = kCat;
  detection.box.x2 += pixels;
  return detection;
}

Detection scored(float score) {
  Detection detection = kCat;
  detection.score = score;
  return detection;
}

TEST(CandidateAgreementTest, TheSameCandidatesAgreeInAnyOrder) {
  EXPECT_THAT(disagreement({kCat, moved(20)}, {moved(20), kCat}, kExact), IsEmpty());
  EXPECT_THAT(disagreement({}, {}, kExact), IsEmpty());
}

TEST(CandidateAgreementTest, OneWithoutACounterpartIsToldOfWhicheverListHasIt) {
  EXPECT_EQ(disagreement({kCat}, {}, kExact), "1 of 1 candidates have no counterpart");
  EXPECT_EQ(disagreement({}, {kCat}, kExact), "1 of 1 candidates have no counterpart");
}

TEST(CandidateAgreementTest, AnotherClassIsToldOf) {
  Detection dog = kCat;
  dog.class_id = 1;
  EXPECT_EQ(disagreement({kCat}, {dog}, kExact), "2 of 2 candidates are of another class");
}

TEST(CandidateAgreementTest, ExactBoxesLieWithinAHundredthOfAPixel) {
  EXPECT_THAT(disagreement({kCat}, {moved(0.009F)}, kExact), IsEmpty());
  EXPECT_THAT(disagreement({kCat}, {moved(0.02F)}, kExact), Not(IsEmpty()));
  EXPECT_THAT(disagreement({kCat}, {moved(3)}, kRough), IsEmpty());
  EXPECT_THAT(disagreement({kCat}, {moved(12)}, kRough), Not(IsEmpty()));
}

TEST(CandidateAgreementTest, ExactScoresAreNearer) {
  EXPECT_THAT(disagreement({kCat}, {scored(0.50005F)}, kExact), IsEmpty());
  EXPECT_THAT(disagreement({kCat}, {scored(0.51F)}, kExact), Not(IsEmpty()));
  EXPECT_THAT(disagreement({kCat}, {scored(0.55F)}, kRough), IsEmpty());
}

TEST(CandidateAgreementTest, OneCloseToTheThresholdNeedsNoCounterpart) {
  EXPECT_THAT(disagreement({scored(0.252F)}, {}, kExact), IsEmpty());
  EXPECT_THAT(disagreement({scored(0.29F)}, {}, kRough), IsEmpty());
}

TEST(CandidateAgreementTest, AFewMayBeOfAnotherClassOfTheSameScore) {
  std::vector<Detection> many;
  for (int i = 0; i < 100; ++i) many.push_back(moved(static_cast<float>(i)));
  std::vector<Detection> others = many;
  for (std::size_t i = 0; i < 10; ++i) others[i].class_id = 1;
  EXPECT_THAT(disagreement(many, others, kExact), IsEmpty());
}

TEST(CandidateAgreementTest, ATenthMayDifferInLowPrecisionOnly) {
  std::vector<Detection> many(100, kCat);
  std::vector<Detection> others = many;
  for (std::size_t i = 0; i < 10; ++i) others[i].box = {50, 50, 60, 60};
  EXPECT_THAT(disagreement(many, others, kRough), IsEmpty());
  EXPECT_THAT(disagreement(many, others, kExact), Not(IsEmpty()));
  for (std::size_t i = 0; i < 30; ++i) others[i].box = {50, 50, 60, 60};
  EXPECT_THAT(disagreement(many, others, kRough), Not(IsEmpty()));
}

}  // namespace
}  // namespace millrace::models
