#include "millrace/vision/letterbox.hpp"

#include <gtest/gtest.h>

#include "any_bytes.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

constexpr Size kInput{640, 640};
constexpr float kPixels = 1e-4F;

void expect_near(const Box& box, const Box& wanted) {
  EXPECT_NEAR(box.x1, wanted.x1, kPixels);
  EXPECT_NEAR(box.y1, wanted.y1, kPixels);
  EXPECT_NEAR(box.x2, wanted.x2, kPixels);
  EXPECT_NEAR(box.y2, wanted.y2, kPixels);
}

TEST(FitLetterboxTest, ScalesToTheLongSideAndCentres) {
  const Letterbox fit = fit_letterbox({1280, 720}, kInput);
  EXPECT_EQ(fit.source, (Size{1280, 720}));
  EXPECT_EQ(fit.resized, (Size{640, 360}));
  EXPECT_EQ(fit.gain, 0.5);
  EXPECT_EQ(fit.left, 0);
  EXPECT_EQ(fit.right, 0);
  EXPECT_EQ(fit.top, 140);
  EXPECT_EQ(fit.bottom, 140);
}

TEST(FitLetterboxTest, RoundsHalfAPixelToTheEvenSize) {
  EXPECT_EQ(fit_letterbox({1024, 500}, kInput).resized.height, 312);   // 312.5
  EXPECT_EQ(fit_letterbox({1280, 719}, kInput).resized.height, 360);   // 359.5
  EXPECT_EQ(fit_letterbox({1280, 1001}, kInput).resized.height, 500);  // 500.5
}

TEST(FitLetterboxTest, PutsTheOddPixelAtTheBottom) {
  const Letterbox fit = fit_letterbox({640, 427}, kInput);
  EXPECT_EQ(fit.top, 106);
  EXPECT_EQ(fit.bottom, 107);
}

TEST(FitLetterboxTest, PutsTheOddPixelOnTheRight) {
  const Letterbox fit = fit_letterbox({427, 640}, kInput);
  EXPECT_EQ(fit.left, 106);
  EXPECT_EQ(fit.right, 107);
}

TEST(FitLetterboxTest, PutsASingleOddPixelAtTheBottom) {
  const Letterbox fit = fit_letterbox({640, 639}, kInput);
  EXPECT_EQ(fit.top, 0);
  EXPECT_EQ(fit.bottom, 1);
}

TEST(FitLetterboxTest, EnlargesASmallPicture) {
  const Letterbox fit = fit_letterbox({1, 1}, kInput);
  EXPECT_EQ(fit.resized, kInput);
  EXPECT_EQ(fit.gain, 640);
}

TEST(FitLetterboxTest, KeepsAVeryWidePictureInside) {
  const Letterbox fit = fit_letterbox({20000, 100}, kInput);
  EXPECT_EQ(fit.resized, (Size{640, 3}));
  EXPECT_EQ(fit.output(), kInput);
}

TEST(FitLetterboxTest, NeverMakesASideSmallerThanOnePixel) {
  EXPECT_EQ(fit_letterbox({20000, 1}, kInput).resized, (Size{640, 1}));
  EXPECT_EQ(fit_letterbox({1, 20000}, kInput).resized, (Size{1, 640}));
  EXPECT_EQ(fit_letterbox({20000, 1}, kInput).output(), kInput);
  EXPECT_EQ(fit_letterbox_to_stride({20000, 1}, kInput).output(), (Size{640, 32}));
}

TEST(FitLetterboxTest, FillsTheTargetForEverySize) {
  const Size target{640, 384};
  for (int width = 1; width < 2000; width += 37) {
    for (int height = 1; height < 2000; height += 41) {
      const Letterbox fit = fit_letterbox({width, height}, target);
      ASSERT_EQ(fit.output(), target) << width << "x" << height;
      ASSERT_TRUE(fit.left >= 0 && fit.left <= fit.right && fit.right <= fit.left + 1) << width << "x" << height;
      ASSERT_TRUE(fit.top >= 0 && fit.top <= fit.bottom && fit.bottom <= fit.top + 1) << width << "x" << height;
    }
  }
}

TEST(FitLetterboxTest, PadsToTheStrideOnly) {
  const Letterbox fit = fit_letterbox_to_stride({1280, 720}, kInput, 32);
  EXPECT_EQ(fit.output(), (Size{640, 384}));
  EXPECT_EQ(fit.top, 12);
  EXPECT_EQ(fit.bottom, 12);
}

TEST(FitLetterboxTest, RefusesAPictureOrInputWithoutPixels) {
  EXPECT_THROW(fit_letterbox({0, 5}, kInput), Error);
  EXPECT_THROW(fit_letterbox({5, 5}, {640, 0}), Error);
  EXPECT_THROW(fit_letterbox({-3, 5}, kInput), Error);
}

TEST(FitPictureTest, CentresAsTheLetterboxDoes) {
  const Letterbox fit = fit_picture(FitRule::kCentre, {640, 427}, kInput);
  EXPECT_EQ(fit.top, 106);
  EXPECT_EQ(fit.bottom, 107);
}

TEST(FitPictureTest, PutsAllPaddingToTheRightAndBelow) {
  const Letterbox fit = fit_picture(FitRule::kTopLeft, {427, 640}, {416, 416});
  EXPECT_EQ(fit.left, 0);
  EXPECT_EQ(fit.top, 0);
  EXPECT_EQ(fit.resized, (Size{277, 416}));  // 277.55 is cut off, not rounded
  EXPECT_EQ(fit.output(), (Size{416, 416}));
}

TEST(FitPictureTest, NeverCutsASideToNothing) {
  EXPECT_EQ(fit_picture(FitRule::kTopLeft, {20000, 1}, kInput).resized, (Size{640, 1}));
}

TEST(FitPictureTest, StretchesToTheWholeInput) {
  const Letterbox fit = fit_picture(FitRule::kStretch, {600, 200}, {300, 300});
  EXPECT_EQ(fit.resized, (Size{300, 300}));
  EXPECT_EQ(fit.output(), (Size{300, 300}));
}

TEST(FitPictureTest, RefusesAPictureWithoutPixelsByEveryRule) {
  for (const FitRule rule : {FitRule::kCentre, FitRule::kTopLeft, FitRule::kStretch}) {
    EXPECT_THROW(fit_picture(rule, {0, 5}, kInput), Error);
    EXPECT_THROW(fit_picture(rule, {5, 5}, {0, 640}), Error);
  }
}

TEST(FitLetterboxTest, RefusesAStrideBelowOne) {
  EXPECT_THROW(fit_letterbox_to_stride({5, 5}, kInput, 0), Error);
}

TEST(UndoLetterboxTest, ReturnsTheWholePictureForItsFrame) {
  const Letterbox fit = fit_letterbox({1280, 720}, kInput);
  expect_near(undo_letterbox({0, 140, 640, 500}, fit, UnpadRule::kExact), {0, 0, 1280, 720});
}

TEST(UndoLetterboxTest, SubtractsTheUnroundedPaddingByTheExactRule) {
  const Letterbox fit = fit_letterbox({1024, 500}, kInput);  // exact padding 163.75, rows of padding 164
  expect_near(undo_letterbox({0, 200, 320, 300}, fit, UnpadRule::kExact), {0, 58, 512, 218});
}

TEST(UndoLetterboxTest, SubtractsTheRoundedPaddingByTheRoundedRule) {
  const Letterbox fit = fit_letterbox({1024, 500}, kInput);
  expect_near(undo_letterbox({0, 200, 320, 300}, fit, UnpadRule::kRounded), {0, 57.6F, 512, 217.6F});
}

TEST(UndoLetterboxTest, TakesTheGainOfThePaddedInput) {
  const Letterbox fit = fit_letterbox_to_stride({513, 1025}, kInput);
  EXPECT_DOUBLE_EQ(fit.gain, 640.0 / 1025);
  EXPECT_DOUBLE_EQ(unpad_of(fit, UnpadRule::kExact).gain_x, 320.0 / 513);
}

TEST(UndoLetterboxTest, DividesByTheGainAloneAfterATopLeftFit) {
  const Letterbox fit = fit_picture(FitRule::kTopLeft, {832, 400}, {416, 416});
  expect_near(undo_letterbox({10, 20, 30, 40}, fit, UnpadRule::kRounded), {20, 40, 60, 80});
}

TEST(UndoLetterboxTest, DividesEachSideByItsOwnGainAfterAStretch) {
  const Letterbox fit = fit_picture(FitRule::kStretch, {600, 150}, {300, 300});
  expect_near(undo_letterbox({10, 20, 30, 40}, fit, UnpadRule::kStretched), {20, 10, 60, 20});
}

TEST(UndoLetterboxTest, ClipsToThePicture) {
  const Letterbox fit = fit_letterbox({1280, 720}, kInput);
  expect_near(undo_letterbox({-5, 100, 700, 630}, fit, UnpadRule::kExact), {0, 0, 1280, 720});
}

TEST(UndoLetterboxTest, ClipsABoxThatLiesInThePadding) {
  const Letterbox fit = fit_letterbox({1280, 720}, kInput);
  expect_near(undo_letterbox({10, 20, 30, 40}, fit, UnpadRule::kExact), {20, 0, 60, 0});
}

TEST(UndoLetterboxTest, ClipsInfiniteSides) {
  const Letterbox fit = fit_letterbox({1280, 720}, kInput);
  expect_near(undo_letterbox({-kInfinity, -kInfinity, kInfinity, kInfinity}, fit, UnpadRule::kExact),
              {0, 0, 1280, 720});
}

TEST(UndoLetterboxTest, RefusesAFitOfNoPicture) {
  for (const UnpadRule rule : {UnpadRule::kExact, UnpadRule::kRounded, UnpadRule::kStretched}) {
    EXPECT_THROW(undo_letterbox({1, 2, 3, 4}, Letterbox{}, rule), Error);
    EXPECT_THROW(unpad_of({.source = {10, 10}, .resized = {4, 4}, .left = -8}, rule), Error) << "no output";
  }
}

}  // namespace
}  // namespace millrace
