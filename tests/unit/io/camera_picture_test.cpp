// What cameras and image editors put into pictures: EXIF rotation and CMYK.
#include <array>
#include <map>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "camera_pictures.hpp"
#include "millrace/io/picture_reader.hpp"

namespace millrace {
namespace {

/// Red, green / blue, white quadrants, 32x16.
cv::Mat quadrants() {
  cv::Mat pixels = plain(32, 16, {255, 255, 255});
  pixels(cv::Rect(0, 0, 16, 8)) = cv::Scalar(0, 0, 255);
  pixels(cv::Rect(16, 0, 16, 8)) = cv::Scalar(0, 255, 0);
  pixels(cv::Rect(0, 8, 16, 8)) = cv::Scalar(255, 0, 0);
  return pixels;
}

/// The same in each format that can hold an EXIF orientation.
std::map<std::string, Bytes> files(std::uint8_t orientation) {
  const cv::Mat pixels = quadrants();
  const Bytes webp = encode(".webp", pixels, {cv::IMWRITE_WEBP_QUALITY, 101});
  return {{"JPEG", jpeg_with_orientation(encode(".jpg", pixels, {cv::IMWRITE_JPEG_QUALITY, 100}), orientation)},
          {"PNG", png_with_orientation(encode(".png", pixels), orientation)},
          {"TIFF", tiff_with_orientation(pixels, orientation)},
          {"WebP", webp_with_orientation(webp, {32, 16}, orientation)},
          {"WebP with a name before its EXIF data",
           webp_with_orientation(webp, {32, 16}, orientation, std::string_view("Exif\0\0", 6))}};
}

char colour_name(const std::vector<int>& bgr) {
  const bool blue = bgr[0] > 127;
  const bool green = bgr[1] > 127;
  const bool red = bgr[2] > 127;
  if (blue && green && red) return 'W';
  return red ? 'R' : green ? 'G' : blue ? 'B' : '?';
}

/// The colours of the corners: top left, top right, bottom left, bottom right.
std::string corners(const Image& image) {
  const int right = image.size().width - 2;
  const int bottom = image.size().height - 2;
  return {colour_name(pixel(image, 1, 1)), colour_name(pixel(image, right, 1)), colour_name(pixel(image, 1, bottom)),
          colour_name(pixel(image, right, bottom))};
}

struct Orientation {
  std::uint8_t exif;
  std::string_view corners;
  Size size;
};

class ExifOrientationTest : public ::testing::TestWithParam<Orientation> {};

TEST_P(ExifOrientationTest, IsAppliedInEachFormat) {
  for (const auto& [format, bytes] : files(GetParam().exif)) {
    const PictureOrReason read = decode_picture(bytes);
    ASSERT_TRUE(read.ok()) << format << ": " << read.reason;
    EXPECT_EQ(read.picture.size(), GetParam().size) << format;
    EXPECT_EQ(read.full_size, GetParam().size) << format;
    EXPECT_EQ(corners(read.picture), GetParam().corners) << format;
  }
}

INSTANTIATE_TEST_SUITE_P(All, ExifOrientationTest,
                         ::testing::Values(Orientation{1, "RGBW", {32, 16}}, Orientation{2, "GRWB", {32, 16}},
                                           Orientation{3, "WBGR", {32, 16}}, Orientation{4, "BWRG", {32, 16}},
                                           Orientation{5, "RBGW", {16, 32}}, Orientation{6, "BRWG", {16, 32}},
                                           Orientation{7, "WGBR", {16, 32}}, Orientation{8, "GWRB", {16, 32}}),
                         [](const auto& parameter) { return "Orientation" + std::to_string(parameter.param.exif); });

TEST(CmykJpegTest, ComesOutInItsColours) {
  for (const std::string_view hex : {kAdobeCmyk, kAdobeYcck}) {
    const PictureOrReason read = decode_picture(from_hex(hex));
    ASSERT_TRUE(read.ok()) << read.reason;
    const std::vector<int> bgr = pixel(read.picture, 4, 4);
    EXPECT_NEAR(bgr[0], 23, 6);
    EXPECT_NEAR(bgr[1], 51, 6);
    EXPECT_NEAR(bgr[2], 235, 6);
  }
}

}  // namespace
}  // namespace millrace
