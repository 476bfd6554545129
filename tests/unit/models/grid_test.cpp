#include "millrace/models/grid.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace {
namespace {

using ::testing::ElementsAre;

TEST(CountCellsTest, AddsTheGridsOfAllStrides) {
  EXPECT_EQ(count_cells({640, 640}, {8, 16, 32}), 8400U);
  EXPECT_EQ(count_cells({640, 384}, {8, 16, 32}), 5040U);
  EXPECT_EQ(count_cells({1280, 1280}, {8, 16, 32, 64}), 34000U);
}

TEST(StridesForRowsTest, TellsThreeStridesFromFour) {
  EXPECT_THAT(*strides_for_rows(25200, 3, {640, 640}), ElementsAre(8, 16, 32));
  EXPECT_THAT(*strides_for_rows(102000, 3, {1280, 1280}), ElementsAre(8, 16, 32, 64));
}

TEST(StridesForRowsTest, FindsNothingForAnotherNumberOfRows) {
  EXPECT_EQ(strides_for_rows(300, 3, {640, 640}), std::nullopt);
  EXPECT_EQ(strides_for_rows(0, 3, {4, 4}), std::nullopt);
}

}  // namespace
}  // namespace millrace
