#include "vision/tensor_view.hpp"

#include <array>

#include <gtest/gtest.h>

namespace millrace::vision {
namespace {

TEST(ShapeTextTest, ShowsTheDimensionsInBrackets) {
  constexpr std::array<std::size_t, 3> kShape{1, 25200, 85};
  EXPECT_EQ(shape_text(kShape), "[1,25200,85]");
}

TEST(ShapeTextTest, ShowsAScalarAsEmptyBrackets) {
  EXPECT_EQ(shape_text({}), "[]");
}

}  // namespace
}  // namespace millrace::vision
