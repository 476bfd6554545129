#include "vision/resize.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "millrace/base/error.hpp"
#include "unit/vision/pictures.hpp"

namespace millrace::vision {
namespace {

std::vector<std::uint8_t> resize_by_opencv(ImageView source, Size size) {
  // cv::Mat knows no read-only pixels; cv::resize does not write to its source.
  const cv::Mat from(source.height, source.width, CV_8UC3, const_cast<std::uint8_t*>(source.data),
                     static_cast<std::size_t>(source.stride));
  cv::Mat to;
  cv::resize(from, to, cv::Size(size.width, size.height), 0, 0, cv::INTER_LINEAR);
  return {to.datastart, to.dataend};
}

void expect_as_opencv(Size from, Size to, unsigned seed) {
  SCOPED_TRACE(to_string(from) + " -> " + to_string(to) + ", seed " + std::to_string(seed));
  const Image source = test::noise(from, seed);
  Image target(to);
  test::resize(source.view(), target.view());
  // Not EXPECT_EQ: a difference would print a million numbers.
  EXPECT_TRUE(test::pixels(target.view()) == resize_by_opencv(source.view(), to));
}

TEST(ResizeTest, EqualsOpenCvForSizesThatLetterboxesMeet) {
  expect_as_opencv({810, 1080}, {480, 640}, 1);
  expect_as_opencv({640, 427}, {416, 278}, 2);
  expect_as_opencv({500, 375}, {640, 480}, 3);
  expect_as_opencv({1279, 719}, {640, 360}, 4);
  expect_as_opencv({1280, 719}, {640, 360}, 5);
  expect_as_opencv({1281, 721}, {640, 360}, 6);
}

TEST(ResizeTest, EqualsOpenCvWhenBothSidesAreHalvedExactly) {
  expect_as_opencv({2, 2}, {1, 1}, 1);
  expect_as_opencv({34, 18}, {17, 9}, 2);
  expect_as_opencv({1280, 720}, {640, 360}, 3);
}

TEST(ResizeTest, EqualsOpenCvWhenOnlyOneSideIsHalved) {
  expect_as_opencv({64, 30}, {32, 30}, 1);
  expect_as_opencv({30, 64}, {30, 32}, 2);
  expect_as_opencv({64, 31}, {32, 15}, 3);
}

TEST(ResizeTest, EqualsOpenCvForSidesOfOnePixel) {
  expect_as_opencv({1, 1}, {640, 640}, 1);
  expect_as_opencv({1, 1000}, {1, 640}, 2);
  expect_as_opencv({1, 7}, {5, 300}, 3);
  expect_as_opencv({7, 1}, {300, 5}, 4);
  expect_as_opencv({333, 222}, {1, 1}, 5);
  expect_as_opencv({2, 1}, {1, 1}, 6);
}

TEST(ResizeTest, EqualsOpenCvForVeryWideAndVeryHighPictures) {
  expect_as_opencv({20000, 100}, {640, 3}, 1);
  expect_as_opencv({3, 1000}, {2, 640}, 2);
  expect_as_opencv({20011, 3}, {640, 1}, 3);
  expect_as_opencv({3, 20011}, {1, 640}, 4);
  expect_as_opencv({17, 2}, {20000, 5}, 5);
}

TEST(ResizeTest, EqualsOpenCvForExactMultiplesOtherThanTwo) {
  expect_as_opencv({90, 60}, {30, 20}, 1);
  expect_as_opencv({80, 60}, {20, 15}, 2);
  expect_as_opencv({20, 15}, {40, 30}, 3);
  expect_as_opencv({20, 15}, {60, 45}, 4);
}

TEST(ResizeTest, EqualsOpenCvForManyRandomSizes) {
  constexpr unsigned kSeed = 20240;
  std::mt19937 generator(kSeed);
  std::uniform_int_distribution<int> side(1, 160);
  for (unsigned i = 0; i < 400; ++i) {
    const Size from{side(generator), side(generator)};
    const Size to{side(generator), side(generator)};
    expect_as_opencv(from, to, kSeed + i);
  }
}

TEST(ResizeTest, LeavesAPictureOfTheSameSizeAsItIs) {
  const Image source = test::noise({37, 21}, 1);
  Image target(source.size());
  test::resize(source.view(), target.view());
  EXPECT_EQ(test::pixels(target.view()), test::pixels(source.view()));
}

TEST(ResizeTest, KeepsBlackAndWhite) {
  for (const std::uint8_t level : {std::uint8_t{0}, std::uint8_t{255}}) {
    const Image source = test::plain({31, 17}, level);
    Image target({50, 40});
    test::resize(source.view(), target.view());
    EXPECT_EQ(test::pixels(target.view()), std::vector<std::uint8_t>(6000, level));
  }
}

TEST(ResizeTest, ReadsAndWritesAcrossGapsBetweenRows) {
  for (const Size to : {Size{20, 15}, Size{25, 11}}) {
    test::GappedImage source({40, 30}, 13);
    const Image noise = test::noise({40, 30}, 1);
    test::resize(noise.view(), source.view());
    test::GappedImage target(to, 5);
    test::resize(source.view(), target.view());
    EXPECT_EQ(test::pixels(target.view()), resize_by_opencv(noise.view(), to));
    EXPECT_TRUE(target.gaps_are_untouched());
  }
}

TEST(ResizeTest, RefusesAnEmptyPictureAndNamesBothSizes) {
  const Image source({4, 3});
  try {
    test::resize(source.view(), MutableImageView{nullptr, 0, 5, 0});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_STREQ(error.what(), "cannot resize a picture of 4x3 to 0x5: both need at least one pixel");
  }
}

TEST(ResizeTest, RefusesAViewWithoutPixels) {
  Image picture({4, 4});
  EXPECT_THROW(test::resize({.data = nullptr, .width = 4, .height = 4, .stride = 12}, picture.view()), Error);
}

TEST(ImageTest, RefusesANegativeSide) {
  EXPECT_THROW(Image({-1, 5}), Error);
  EXPECT_TRUE(Image({0, 5}).empty());
}

}  // namespace
}  // namespace millrace::vision
