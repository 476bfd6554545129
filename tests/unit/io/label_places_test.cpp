#include "io/label_places.hpp"

#include <random>

#include <gtest/gtest.h>

namespace millrace::io {
namespace {

constexpr Size kPicture{640, 480};
constexpr Size kLabel{100, 20};
const cv::Rect kBox{200, 200, 150, 100};

bool overlap(const cv::Rect& a, const cv::Rect& b) {
  return !(a & b).empty();
}

bool is_inside(const cv::Rect& place, Size picture) {
  return place.x >= 0 && place.y >= 0 && place.x + place.width <= picture.width &&
         place.y + place.height <= picture.height;
}

::testing::AssertionResult is_at(const cv::Rect& place, int x, int y) {
  if (place.x == x && place.y == y) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "at " << place.x << "," << place.y;
}

TEST(LabelPlacesTest, TakesTheRoomAboveTheBoxFirst) {
  EXPECT_TRUE(is_at(LabelPlaces(kPicture).take(kBox, kLabel), 200, 180));
}

TEST(LabelPlacesTest, GoesIntoABoxThatTouchesTheTop) {
  EXPECT_TRUE(is_at(LabelPlaces(kPicture).take({200, 5, 150, 100}, kLabel), 200, 5));
}

TEST(LabelPlacesTest, IsPushedIntoThePicture) {
  EXPECT_TRUE(is_at(LabelPlaces(kPicture).take({600, 200, 40, 100}, kLabel), 540, 180));
  EXPECT_TRUE(is_at(LabelPlaces(kPicture).take({-1, 200, 40, 100}, kLabel), 0, 180));
}

TEST(LabelPlacesTest, PutsLabelsOfOneBoxSideBySide) {
  LabelPlaces places(kPicture);
  std::vector<cv::Rect> taken;
  for (int i = 0; i < 30; ++i) taken.push_back(places.take(kBox, kLabel));
  for (std::size_t a = 0; a < taken.size(); ++a) {
    EXPECT_TRUE(is_inside(taken[a], kPicture));
    for (std::size_t b = 0; b < a; ++b) EXPECT_FALSE(overlap(taken[a], taken[b])) << a << " and " << b;
  }
}

TEST(LabelPlacesTest, CoversAsLittleAsItCanWhereAllIsTaken) {
  LabelPlaces places({110, 30});
  const cv::Rect first = places.take({0, 0, 110, 30}, kLabel);
  const cv::Rect second = places.take({0, 0, 110, 30}, kLabel);
  EXPECT_TRUE(is_at(first, 0, 0));
  EXPECT_TRUE(is_at(second, 10, 0));
}

TEST(LabelPlacesTest, StaysInsideAPictureOfAnySizeThatHasRoom) {
  std::mt19937 random(7);
  for (int i = 0; i < 1000; ++i) {
    const Size picture{100 + static_cast<int>(random() % 100), 20 + static_cast<int>(random() % 100)};
    LabelPlaces places(picture);
    for (int label = 0; label < 10; ++label) {
      const cv::Rect box{static_cast<int>(random() % 200) - 1, static_cast<int>(random() % 100),
                         static_cast<int>(random() % 200), static_cast<int>(random() % 100)};
      EXPECT_TRUE(is_inside(places.take(box, kLabel), picture));
    }
  }
}

TEST(LabelPlacesTest, BeginsAtTheTopLeftOfAPictureThatIsTooSmall) {
  EXPECT_TRUE(is_at(LabelPlaces({10, 10}).take({3, 3, 5, 5}, kLabel), 0, 0));
}

TEST(LabelPlacesTest, EndsSoonHoweverManyLabelsThereAre) {
  LabelPlaces places(kPicture);
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(is_inside(places.take(kBox, kLabel), kPicture));
}

}  // namespace
}  // namespace millrace::io
