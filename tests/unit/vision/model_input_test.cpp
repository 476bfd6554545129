#include "vision/model_input.hpp"

#include <array>

#include <gtest/gtest.h>

namespace millrace::vision {
namespace {

TEST(ModelInputTest, CountsTheCellsOfAllStrides) {
  constexpr std::array kThree{8, 16, 32};
  constexpr std::array kFour{8, 16, 32, 64};
  EXPECT_EQ(count_cells({.size = {640, 640}, .strides = kThree}), 8400U);
  EXPECT_EQ(count_cells({.size = {640, 384}, .strides = kThree}), 5040U);
  EXPECT_EQ(count_cells({.size = {1280, 1280}, .strides = kFour}), 34000U);
}

TEST(ModelInputTest, HasNoCellsAtAStrideThatIsNone) {
  const int strides[] = {8, 0};
  EXPECT_EQ(count_cells({.size = {64, 64}, .strides = strides}), 0U);
}

}  // namespace
}  // namespace millrace::vision
