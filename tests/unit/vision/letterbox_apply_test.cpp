#include <array>
#include <cstdint>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/vision/letterbox.hpp"
#include "unit/vision/pictures.hpp"

namespace millrace::vision {
namespace {

using Pixel = std::array<int, 3>;

constexpr Pixel kGrey{114, 114, 114};
constexpr Pixel kWhite{255, 255, 255};

Pixel pixel(ImageView view, int x, int y) {
  const std::uint8_t* at = view.row(y) + std::ptrdiff_t{3} * x;
  return {at[0], at[1], at[2]};
}

/// The part of `view` that the picture fills.
ImageView inside(ImageView view, const Letterbox& fit) {
  return {view.row(fit.top) + std::ptrdiff_t{3} * fit.left, fit.resized.width, fit.resized.height, view.stride};
}

TEST(ApplyLetterboxTest, PadsAboveAndBelowWithGrey) {
  const Letterbox fit = fit_letterbox({40, 20}, {20, 20});  // rows 5 to 14 hold the picture
  Image out({20, 20});
  apply_letterbox(test::plain({40, 20}, 255).view(), fit, out.view());
  for (int x = 0; x < 20; ++x) {
    EXPECT_EQ(pixel(out.view(), x, 0), kGrey);
    EXPECT_EQ(pixel(out.view(), x, 4), kGrey);
    EXPECT_EQ(pixel(out.view(), x, 5), kWhite);
    EXPECT_EQ(pixel(out.view(), x, 14), kWhite);
    EXPECT_EQ(pixel(out.view(), x, 15), kGrey);
    EXPECT_EQ(pixel(out.view(), x, 19), kGrey);
  }
}

TEST(ApplyLetterboxTest, PadsLeftAndRightWithGrey) {
  const Letterbox fit = fit_letterbox({7, 20}, {20, 20});  // columns 6 to 12: 6 pixels left, 7 right
  Image out({20, 20});
  apply_letterbox(test::plain({7, 20}, 255).view(), fit, out.view());
  for (int y = 0; y < 20; ++y) {
    EXPECT_EQ(pixel(out.view(), 5, y), kGrey);
    EXPECT_EQ(pixel(out.view(), 6, y), kWhite);
    EXPECT_EQ(pixel(out.view(), 12, y), kWhite);
    EXPECT_EQ(pixel(out.view(), 13, y), kGrey);
  }
}

TEST(ApplyLetterboxTest, CopiesAPictureThatFitsAlready) {
  const Image picture = test::noise({20, 13}, 1);
  const Letterbox fit = fit_letterbox({20, 13}, {20, 20});
  Image out({20, 20});
  apply_letterbox(picture.view(), fit, out.view());
  EXPECT_EQ(test::pixels(inside(out.view(), fit)), test::pixels(picture.view()));
}

TEST(ApplyLetterboxTest, FillsTheInsideWithTheResizedPicture) {
  const Image picture = test::noise({50, 31}, 1);
  const Letterbox fit = fit_letterbox({50, 31}, {32, 32});
  Image resized(fit.resized);
  test::resize(picture.view(), resized.view());
  Image out({32, 32});
  apply_letterbox(picture.view(), fit, out.view());
  EXPECT_EQ(test::pixels(inside(out.view(), fit)), test::pixels(resized.view()));
}

TEST(ApplyLetterboxTest, WritesTheSameIntoAnOutputWithGaps) {
  const Image picture = test::noise({50, 31}, 1);
  const Letterbox fit = fit_letterbox({50, 31}, {32, 32});
  Image dense({32, 32});
  apply_letterbox(picture.view(), fit, dense.view());
  test::GappedImage gapped({32, 32}, 11);
  apply_letterbox(picture.view(), fit, gapped.view());
  EXPECT_EQ(test::pixels(gapped.view()), test::pixels(dense.view()));
  EXPECT_TRUE(gapped.gaps_are_untouched());
}

TEST(ApplyLetterboxTest, OverwritesWhatTheOutputHeldBefore) {
  const Image picture = test::noise({50, 31}, 1);
  const Letterbox fit = fit_letterbox({50, 31}, {32, 32});
  Image fresh({32, 32});
  apply_letterbox(picture.view(), fit, fresh.view());
  Image used = test::noise({32, 32}, 9);
  apply_letterbox(picture.view(), fit, used.view());
  EXPECT_EQ(test::pixels(used.view()), test::pixels(fresh.view()));
}

TEST(ApplyLetterboxTest, HandlesAPictureOfOnePixel) {
  Image out({32, 32});
  apply_letterbox(test::plain({1, 1}, 255).view(), fit_letterbox({1, 1}, {32, 32}), out.view());
  EXPECT_EQ(pixel(out.view(), 0, 0), kWhite);
  EXPECT_EQ(pixel(out.view(), 31, 31), kWhite);
}

TEST(ApplyLetterboxTest, HandlesAVeryWidePicture) {
  Image out({64, 64});
  apply_letterbox(test::plain({20000, 100}, 255).view(), fit_letterbox({20000, 100}, {64, 64}), out.view());
  EXPECT_EQ(pixel(out.view(), 0, 31), kWhite);  // 20000x100 becomes one row
  EXPECT_EQ(pixel(out.view(), 0, 30), kGrey);
  EXPECT_EQ(pixel(out.view(), 0, 32), kGrey);
}

TEST(ApplyLetterboxTest, RefusesAPictureOfAnotherSize) {
  Image out({32, 32});
  try {
    apply_letterbox(test::plain({5, 5}, 0).view(), fit_letterbox({50, 31}, {32, 32}), out.view());
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_STREQ(error.what(),
                 "letterbox: the picture is 5x5; this fit wants 50x31 (call fit_letterbox for this picture)");
  }
}

TEST(ApplyLetterboxTest, RefusesAnOutputOfAnotherSize) {
  const Image picture = test::plain({50, 31}, 0);
  Image out({32, 31});
  EXPECT_THROW(apply_letterbox(picture.view(), fit_letterbox({50, 31}, {32, 32}), out.view()), Error);
}

TEST(ApplyLetterboxTest, RefusesViewsWithoutPixels) {
  Image picture({20, 10});
  Image out({20, 20});
  const Letterbox fit = fit_letterbox({20, 10}, {20, 20});
  EXPECT_THROW(apply_letterbox({.data = nullptr, .width = 20, .height = 10, .stride = 60}, fit, out.view()), Error);
  EXPECT_THROW(apply_letterbox(picture.view(), fit, {.data = nullptr, .width = 20, .height = 20, .stride = 60}), Error);
  EXPECT_THROW(apply_letterbox({.data = picture.view().data, .width = 20, .height = 10}, fit, out.view()), Error)
      << "rows that are one";
  EXPECT_THROW(apply_letterbox({}, Letterbox{}, {}), Error);
}

}  // namespace
}  // namespace millrace::vision
