#include "millrace/vision/box.hpp"

#include <gtest/gtest.h>

#include "any_bytes.hpp"

namespace millrace {
namespace {

TEST(BoxTest, KnowsItsWidthHeightAndArea) {
  const Box box{2, 3, 6, 10};
  EXPECT_EQ(box.width(), 4);
  EXPECT_EQ(box.height(), 7);
  EXPECT_EQ(box.area(), 28);
}

TEST(IouTest, IsOneForEqualBoxes) {
  EXPECT_EQ(iou({1, 2, 3, 4}, {1, 2, 3, 4}), 1);
}

TEST(IouTest, IsTheSharedPartOfTheUnion) {
  EXPECT_FLOAT_EQ(iou({0, 0, 10, 10}, {5, 0, 15, 10}), 50.0F / 150.0F);
  EXPECT_FLOAT_EQ(iou({0, 0, 10, 10}, {2, 2, 4, 4}), 4.0F / 100.0F);
}

TEST(IouTest, IsZeroForBoxesApart) {
  EXPECT_EQ(iou({0, 0, 10, 10}, {20, 0, 30, 10}), 0);
  EXPECT_EQ(iou({0, 0, 10, 10}, {20, 20, 30, 30}), 0);
}

TEST(IouTest, IsZeroForBoxesThatOnlyTouch) {
  EXPECT_EQ(iou({0, 0, 10, 10}, {10, 0, 20, 10}), 0);
}

TEST(IouTest, IsZeroForBoxesWithoutArea) {
  EXPECT_EQ(iou({5, 5, 5, 5}, {5, 5, 5, 5}), 0);
}

TEST(IsFiniteTest, LooksAtEverySide) {
  EXPECT_TRUE(is_finite({1, 2, 3, 4}));
  EXPECT_FALSE(is_finite({kNan, 2, 3, 4}));
  EXPECT_FALSE(is_finite({1, kInfinity, 3, 4}));
  EXPECT_FALSE(is_finite({1, 2, -kInfinity, 4}));
  EXPECT_FALSE(is_finite({1, 2, 3, kNan}));
}

}  // namespace
}  // namespace millrace
