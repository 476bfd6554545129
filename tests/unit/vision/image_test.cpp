#include "millrace/vision/image.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"

namespace millrace {
namespace {

TEST(ImageTest, IsBlackAtFirst) {
  const Image picture({4, 3});
  EXPECT_TRUE(
      std::all_of(picture.view().data, picture.view().data + 36, [](std::uint8_t value) { return value == 0; }));
  EXPECT_EQ(picture.view().stride, 12);
}

TEST(ImageTest, HasPixelsOfItsOwnWhenCopied) {
  Image first({4, 3});
  first.view().row(1)[5] = 7;
  const Image second = first;
  first.view().row(1)[5] = 8;
  EXPECT_EQ(second.view().row(1)[5], 7);
}

TEST(ImageTest, IsEmptyOnceMovedFrom) {
  Image first({4, 3});
  const std::uint8_t* const pixels = std::as_const(first).view().data;
  const Image second = std::move(first);
  EXPECT_EQ(second.view().data, pixels);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move): what is left
}

TEST(ImageTest, TakesPixelsOverAndGivesThemBack) {
  std::uint8_t pixels[36] = {};
  bool is_given_back = false;
  {
    Image picture({4, 3}, {pixels, [&](std::uint8_t*) { is_given_back = true; }});
    EXPECT_EQ(picture.view().data, pixels);
    const Image moved = std::move(picture);
    EXPECT_FALSE(is_given_back);
  }
  EXPECT_TRUE(is_given_back);
}

TEST(ImageTest, CannotBeMadeWithoutPixelsOrOfNegativeSides) {
  EXPECT_THROW(Image({4, 3}, nullptr), Error);
  EXPECT_THROW(Image({-1, 3}), Error);
  EXPECT_THROW(Image({-1, 3}, std::make_shared<std::uint8_t[]>(9)), Error);
  EXPECT_TRUE(Image({0, 3}, nullptr).empty());
}

}  // namespace
}  // namespace millrace
