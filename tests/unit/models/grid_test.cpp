#include "models/grid.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::models {
namespace {

using ::testing::ElementsAre;

TEST(StridesForRowsTest, TellsThreeStridesFromFour) {
  EXPECT_THAT(*strides_for_rows(25200, 3, {640, 640}), ElementsAre(8, 16, 32));
  EXPECT_THAT(*strides_for_rows(102000, 3, {1280, 1280}), ElementsAre(8, 16, 32, 64));
}

TEST(StridesForRowsTest, FindsNothingForAnotherNumberOfRows) {
  EXPECT_EQ(strides_for_rows(300, 3, {640, 640}), std::nullopt);
  EXPECT_EQ(strides_for_rows(0, 3, {4, 4}), std::nullopt);
}

TEST(StridesForRowsTest, ThinksOfRareStridesOnlyWhenTold) {
  EXPECT_EQ(strides_for_rows(6300, 3, {640, 640}), std::nullopt);
  EXPECT_THAT(*strides_for_rows(6300, 3, {640, 640}, StrideSearch::kRareToo), ElementsAre(16, 32, 64));
}

}  // namespace
}  // namespace millrace::models
