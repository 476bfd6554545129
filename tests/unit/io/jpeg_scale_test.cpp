#include "io/jpeg_scale.hpp"

#include <gtest/gtest.h>

namespace millrace::io {
namespace {

TEST(JpegScaleTest, RoundsEachSide) {
  EXPECT_EQ(scaled_size({1280, 720}, 4), (Size{640, 360}));
  EXPECT_EQ(scaled_size({1921, 1083}, 2), (Size{480, 271}));
  EXPECT_EQ(scaled_size({3, 2000}, 1), (Size{1, 250}));
  EXPECT_EQ(scaled_size({65500, 1}, 8), (Size{65500, 1}));
}

TEST(JpegScaleTest, TakesTheFewestEighthsThatTheLetterboxLeavesNoLarger) {
  const Size input{640, 640};
  EXPECT_EQ(choose_eighths({1280, 720}, input, FitRule::kCentre), 4);
  EXPECT_EQ(choose_eighths({1920, 1080}, input, FitRule::kCentre), 4);
  EXPECT_EQ(choose_eighths({4000, 3000}, input, FitRule::kCentre), 2);
  EXPECT_EQ(choose_eighths({6000, 4000}, input, FitRule::kCentre), 1);
  EXPECT_EQ(choose_eighths({1281, 720}, input, FitRule::kTopLeft), 4);
}

TEST(JpegScaleTest, NeedsBothSidesOfAStretchedPicture) {
  EXPECT_EQ(choose_eighths({1920, 600}, {640, 640}, FitRule::kStretch), 8);
  EXPECT_EQ(choose_eighths({1280, 1280}, {640, 640}, FitRule::kStretch), 4);
}

TEST(JpegScaleTest, DecodesInFullWhereThatCostsLess) {
  EXPECT_EQ(choose_eighths({1024, 768}, {640, 640}, FitRule::kCentre), 8);  // 5 would do, too
  EXPECT_EQ(choose_eighths({640, 480}, {640, 640}, FitRule::kCentre), 8);
  EXPECT_EQ(choose_eighths({64, 48}, {640, 640}, FitRule::kCentre), 8);
}

TEST(JpegScaleTest, LeavesShortSidesLongEnough) {
  EXPECT_EQ(choose_eighths({3, 2000}, {640, 640}, FitRule::kCentre), 8);
  EXPECT_EQ(choose_eighths({80, 4000}, {640, 640}, FitRule::kCentre), 4);
}

TEST(JpegScaleTest, DecodesInFullForNoInput) {
  EXPECT_EQ(choose_eighths({4000, 3000}, {}, FitRule::kCentre), 8);
}

}  // namespace
}  // namespace millrace::io
