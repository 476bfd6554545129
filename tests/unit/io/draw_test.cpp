#include "millrace/io/draw.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "sample_pictures.hpp"
#include "sample_results.hpp"

namespace millrace {
namespace {

std::vector<int> untouched() {
  return {0, 0, 0};
}

std::vector<int> as_pixel(const Colour& colour) {
  return {colour[0], colour[1], colour[2]};
}

Image drawn(Size size, const std::vector<Detection>& detections) {
  Image image(size);
  draw_detections(image.view(), detections, sample_labels());
  return image;
}

TEST(ClassColourTest, KeepsTheFirstTwentyClassesApart) {
  for (int a = 0; a < 20; ++a) {
    for (int b = 0; b < a; ++b) {
      const Colour x = class_colour(a);
      const Colour y = class_colour(b);
      EXPECT_GT(std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]), 30) << a << " and " << b;
    }
  }
}

TEST(DrawTest, DrawsTheBoxInTheColourOfItsClass) {
  const Image image = drawn({200, 200}, {{{50, 60, 150, 160}, 0.9F, 2}});
  const std::vector<int> colour = as_pixel(class_colour(2));
  EXPECT_EQ(pixel(image, 50, 120), colour) << "left";
  EXPECT_EQ(pixel(image, 150, 120), colour) << "right";
  EXPECT_EQ(pixel(image, 100, 160), colour) << "bottom";
  EXPECT_EQ(pixel(image, 100, 120), untouched()) << "inside";
  EXPECT_EQ(pixel(image, 30, 120), untouched()) << "outside";
}

TEST(DrawTest, PutsTheLabelAboveTheBox) {
  const Image image = drawn({200, 200}, {{{50, 60, 150, 160}, 0.9F, 2}});
  EXPECT_EQ(pixel(image, 51, 57), as_pixel(class_colour(2)));
}

TEST(DrawTest, PutsTheLabelIntoABoxThatTouchesTheTop) {
  const Image image = drawn({200, 200}, {{{50, 0, 150, 160}, 0.9F, 2}});
  EXPECT_EQ(pixel(image, 51, 5), as_pixel(class_colour(2)));
}

TEST(DrawTest, PushesTheLabelLeftAtTheRightBorder) {
  const Image image = drawn({200, 200}, {{{190, 60, 199, 160}, 0.9F, 2}});
  EXPECT_EQ(pixel(image, 150, 57), as_pixel(class_colour(2)));
}

TEST(DrawTest, PutsTheBestDetectionOnTop) {
  const Image image = drawn({200, 200}, {{{50, 60, 150, 160}, 0.9F, 2}, {{50, 60, 150, 160}, 0.8F, 0}});
  EXPECT_EQ(pixel(image, 50, 120), as_pixel(class_colour(2)));
}

/// How many pixels have this colour.
int count_of(const Image& image, const std::vector<int>& colour) {
  int count = 0;
  for (int y = 0; y < image.size().height; ++y) {
    for (int x = 0; x < image.size().width; ++x) count += pixel(image, x, y) == colour ? 1 : 0;
  }
  return count;
}

TEST(DrawTest, KeepsTheLabelsOfCrowdedBoxesApart) {
  const std::vector<Detection> crowd = {
      {{100, 100, 200, 200}, 0.9F, 0}, {{102, 101, 201, 199}, 0.8F, 1}, {{101, 102, 199, 201}, 0.7F, 2}};
  const Image together = drawn({400, 300}, crowd);
  for (const Detection& detection : crowd) {
    const std::vector<int> colour = as_pixel(class_colour(detection.class_id));
    const int alone = count_of(drawn({400, 300}, {detection}), colour);
    EXPECT_GT(count_of(together, colour), alone / 2) << "label of class " << detection.class_id;
  }
}

TEST(DrawTest, DrawsOneQuestionMarkForALetterThatItsFontLacks) {
  const auto labelled = [](const std::string& name) {
    Image image({200, 100});
    draw_detections(image.view(), std::vector<Detection>{{{20, 40, 180, 90}, 0.9F, 0}}, {name});
    return std::vector<std::uint8_t>(image.view().row(0),
                                     image.view().row(0) + std::ptrdiff_t{100} * image.view().stride);
  };
  EXPECT_EQ(labelled("caf\u00E9"), labelled("caf?"));
  EXPECT_EQ(labelled("\u65E5\u672C"), labelled("??"));
}

TEST(DrawTest, SurvivesAnyNumbersAndAnyPicture) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
  const std::vector<Detection> odd = {{{-kInfinity, kNaN, kInfinity, 1e30F}, kNaN, -1},
                                      {{9, 9, 1, 1}, 1e30F, std::numeric_limits<int>::max()}};
  for (const Size size : {Size{0, 0}, Size{1, 1}, Size{3, 400}, Size{64, 64}}) {
    EXPECT_EQ(drawn(size, odd).size(), size);
  }
}

TEST(DrawTest, TouchesOnlyThePartOfThePictureItIsGiven) {
  Image whole({100, 100});
  const MutableImageView view = whole.view();
  draw_detections({.data = view.row(0), .width = 50, .height = 50, .stride = view.stride},
                  std::vector<Detection>{{{-10, -10, 90, 90}, 0.9F, 0}}, {});
  EXPECT_NE(pixel(whole, 49, 25), untouched());
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(pixel(whole, 50, i), untouched());
    EXPECT_EQ(pixel(whole, i, 50), untouched());
  }
}

TEST(DrawDetectionsTest, RefusesASizeWithoutPixelsAndLeavesWhatIsEmpty) {
  draw_detections({}, {}, {});
  EXPECT_THROW(draw_detections({.data = nullptr, .width = 4, .height = 4, .stride = 12}, {}, {}), Error);
}

}  // namespace
}  // namespace millrace
