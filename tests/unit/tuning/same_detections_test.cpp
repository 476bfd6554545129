#include "tuning/same_detections.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::tuning {
namespace {

using ::testing::HasSubstr;

const Detection kPerson{.box = {10, 20, 110, 220}, .score = 0.9F, .class_id = 0};
const Detection kBus{.box = {50, 60, 400, 300}, .score = 0.8F, .class_id = 5};

Detection moved(Detection detection, float pixels) {
  detection.box.x2 += pixels;
  return detection;
}

TEST(SameDetectionsTest, FindNothingToSayAboutTheSame) {
  EXPECT_EQ(difference(std::vector{kPerson, kBus}, std::vector{kPerson, kBus}), "");
  EXPECT_EQ(difference({}, {}), "");
}

TEST(SameDetectionsTest, AllowThemInAnotherOrder) {
  EXPECT_EQ(difference(std::vector{kBus, kPerson}, std::vector{kPerson, kBus}), "");
}

TEST(SameDetectionsTest, AllowABoxToMoveWithinTheTolerance) {
  EXPECT_EQ(difference(std::vector{moved(kPerson, 0.05F)}, std::vector{kPerson}), "");
  EXPECT_THAT(difference(std::vector{moved(kPerson, 0.2F)}, std::vector{kPerson}), HasSubstr("did not find class 0"));
}

TEST(SameDetectionsTest, SeeAnotherScore) {
  Detection unsure = kPerson;
  unsure.score = 0.89F;
  EXPECT_THAT(difference(std::vector{unsure}, std::vector{kPerson}), HasSubstr("score 0.9000"));
}

TEST(SameDetectionsTest, SeeAnotherClass) {
  Detection relabelled = kPerson;
  relabelled.class_id = 1;
  EXPECT_THAT(difference(std::vector{relabelled}, std::vector{kPerson}), HasSubstr("did not find class 0"));
}

TEST(SameDetectionsTest, SeeAnotherNumber) {
  EXPECT_EQ(difference(std::vector{kPerson}, std::vector{kPerson, kBus}), "found 1 detections instead of 2");
}

TEST(SameDetectionsTest, DoNotCountOneForTwo) {
  EXPECT_THAT(difference(std::vector{kPerson, kBus}, std::vector{kPerson, kPerson}), HasSubstr("did not find class 0"));
}

}  // namespace
}  // namespace millrace::tuning
