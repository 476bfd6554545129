// What libjpeg-turbo gives through us beside what OpenCV's imread() gives for the same file.
#include "io/jpeg_picture.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "as_imread.hpp"
#include "camera_pictures.hpp"
#include "io/jpeg_scale.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/picture_reader.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Smooth colours with edges and a little noise, as photographs have them.
cv::Mat photograph(int width, int height) {
  cv::Mat pixels(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool in_box = x / 37 % 2 == y / 29 % 2;
      pixels.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(x * 255 / width), static_cast<std::uint8_t>(in_box * 120),
                                    static_cast<std::uint8_t>(y * 200 / height + x * y % 7)};
    }
  }
  return pixels;
}

Bytes jpeg(const cv::Mat& pixels, const std::vector<int>& options = {}) {
  return encode(".jpg", pixels, options);
}

TEST(JpegPictureTest, HasThePixelsThatImreadGives) {
  const std::vector<std::vector<int>> kinds{{},
                                            {cv::IMWRITE_JPEG_QUALITY, 30},
                                            {cv::IMWRITE_JPEG_PROGRESSIVE, 1},
                                            {cv::IMWRITE_JPEG_RST_INTERVAL, 3},
                                            {cv::IMWRITE_JPEG_OPTIMIZE, 1, cv::IMWRITE_JPEG_LUMA_QUALITY, 90}};
  for (const Size size : {Size{64, 48}, Size{61, 47}, Size{1, 1}, Size{3, 2000}, Size{2000, 3}, Size{17, 8}}) {
    const cv::Mat colours = photograph(size.width, size.height);
    for (const std::vector<int>& kind : kinds)
      EXPECT_TRUE(is_as_imread_gives_it(jpeg(colours, kind))) << to_string(size);
    cv::Mat grey;
    cv::cvtColor(colours, grey, cv::COLOR_BGR2GRAY);
    EXPECT_TRUE(is_as_imread_gives_it(jpeg(grey))) << "grey, " << to_string(size);
  }
}

TEST(JpegPictureTest, HasThePixelsThatImreadGivesForCmyk) {
  EXPECT_TRUE(is_as_imread_gives_it(from_hex(kAdobeCmyk)));
  EXPECT_TRUE(is_as_imread_gives_it(from_hex(kAdobeYcck)));
}

TEST(JpegPictureTest, IsTurnedAsImreadTurnsIt) {
  const Bytes bytes = jpeg(photograph(50, 31));
  for (std::uint8_t orientation = 0; orientation <= 9; ++orientation)
    EXPECT_TRUE(is_as_imread_gives_it(jpeg_with_orientation(bytes, orientation))) << int{orientation};
}

/// A segment APP1 that holds this.
Bytes with_app1(Bytes bytes, std::string_view content) {
  Bytes segment{0xFF, 0xE1, 0, static_cast<std::uint8_t>(content.size() + 2)};
  segment.insert(segment.end(), content.begin(), content.end());
  bytes.insert(bytes.begin() + 2, segment.begin(), segment.end());
  return bytes;
}

TEST(JpegPictureTest, AsksTheFirstSegmentForItsOrientationAsImreadDoes) {
  const Bytes turned = jpeg_with_orientation(jpeg(photograph(50, 31)), 6);
  EXPECT_TRUE(is_as_imread_gives_it(with_app1(turned, "http://ns.adobe.com/xap/1.0/")));
  EXPECT_TRUE(is_as_imread_gives_it(with_app1(turned, "Exif")));
}

/// Without its last bytes.
Bytes shortened(Bytes bytes, std::size_t by) {
  bytes.resize(bytes.size() - by);
  return bytes;
}

class JpegEndTest : public ::testing::TestWithParam<std::vector<int>> {};

TEST_P(JpegEndTest, MayLackItsMarker) {
  const Bytes whole = jpeg(photograph(70, 50), GetParam());
  for (const std::size_t by : {1U, 2U}) {
    const Bytes bytes = shortened(whole, by);
    EXPECT_TRUE(is_as_imread_gives_it(bytes));
    EXPECT_THAT(decode_picture(bytes).remarks, ElementsAre("the JPEG lacks its end marker; all its rows are there"));
  }
}

TEST_P(JpegEndTest, MayNotLackRows) {
  const Bytes whole = jpeg(photograph(70, 50), GetParam());
  ::testing::internal::CaptureStderr();
  for (std::size_t by = 8; by < whole.size(); by += 7)
    EXPECT_FALSE(decode_picture(shortened(whole, by)).ok()) << "without its last " << by << " bytes";
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST_P(JpegEndTest, MayNotLackRowsBeforeItsMarkerEither) {
  Bytes bytes = jpeg(photograph(70, 50), GetParam());
  bytes.erase(bytes.end() - static_cast<std::ptrdiff_t>(bytes.size() / 3), bytes.end() - 2);
  EXPECT_THAT(decode_picture(bytes).reason, HasSubstr("the JPEG data end too early"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, JpegEndTest,
                         ::testing::Values(std::vector<int>{}, std::vector<int>{cv::IMWRITE_JPEG_PROGRESSIVE, 1},
                                           std::vector<int>{cv::IMWRITE_JPEG_RST_INTERVAL, 2}));

/// A JPEG of which the rest from there on is missing, but for its end marker.
Bytes cut_before_its_marker(Bytes bytes, double part) {
  bytes.resize(static_cast<std::size_t>(static_cast<double>(bytes.size()) * part));
  append(bytes, Bytes{0xFF, 0xD9});
  return bytes;
}

TEST_P(JpegEndTest, MayNotLackPartOfItsOnlyRowOfBlocks) {
  const Bytes whole = jpeg(photograph(640, 8), GetParam());
  EXPECT_THAT(decode_picture(cut_before_its_marker(whole, 0.8)).reason, HasSubstr("the JPEG data end too early"));
}

TEST_P(JpegEndTest, MayNotLackRowsAfterAStrayMarker) {
  Bytes bytes = jpeg(photograph(170, 150), GetParam());
  const auto middle = bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() * 2 / 3);
  bytes.insert(middle, {0xFF, 0xD3});
  EXPECT_FALSE(decode_picture(shortened(bytes, 2)).ok());
  EXPECT_FALSE(decode_picture(shortened(bytes, bytes.size() / 5)).ok());
}

// Without its end marker, what follows belongs to it.
TEST(JpegPictureTest, IsReadWhenOnlyWhatFollowsItsRowsIsDamaged) {
  Bytes bytes = shortened(jpeg(photograph(70, 50)), 2);
  append(bytes, jpeg(photograph(20, 20)));
  EXPECT_TRUE(is_as_imread_gives_it(bytes));
  EXPECT_THAT(decode_picture(bytes).remarks, ElementsAre(HasSubstr("what follows the rows of the JPEG is damaged (")));
}

TEST(JpegPictureTest, MayNotLackRowsWhenItIsCodedArithmetically) {
  const Bytes whole = from_hex(kArithmetic);
  EXPECT_TRUE(is_as_imread_gives_it(whole));
  EXPECT_THAT(decode_picture(whole).remarks, IsEmpty());
  EXPECT_THAT(decode_picture(shortened(whole, whole.size() / 2)).reason, HasSubstr("the JPEG data end too early"));
  EXPECT_THAT(decode_picture(cut_before_its_marker(whole, 0.5)).reason, HasSubstr("the JPEG data end too early"));
}

TEST(JpegPictureTest, MayNotLackAScan) {
  const Bytes progressive = jpeg(photograph(70, 50), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  const Bytes scan{0xFF, 0xDA};
  int scans = 0;
  for (auto at = std::search(progressive.begin(), progressive.end(), scan.begin(), scan.end()); at != progressive.end();
       at = std::search(at + 1, progressive.end(), scan.begin(), scan.end())) {
    EXPECT_FALSE(decode_picture(Bytes(progressive.begin(), at)).ok()) << "with " << scans << " scans";
    ++scans;
  }
  EXPECT_GT(scans, 5);
}

TEST(JpegPictureTest, IsReadWithARemarkWhenItIsDamagedInside) {
  Bytes bytes = jpeg(photograph(200, 160), {cv::IMWRITE_JPEG_RST_INTERVAL, 4});
  const Bytes restart{0xFF, 0xD3};
  const auto at = std::search(bytes.begin(), bytes.end(), restart.begin(), restart.end());
  ASSERT_NE(at, bytes.end());
  at[1] = 0xD6;  // out of order
  EXPECT_TRUE(is_as_imread_gives_it(bytes));
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(decode_picture(bytes).remarks, ElementsAre(HasSubstr("the JPEG is damaged inside (")));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(JpegPictureTest, IsReadWithoutARemarkWhenNothingIsOdd) {
  EXPECT_THAT(decode_picture(jpeg(photograph(70, 50))).remarks, IsEmpty());
}

/// The mean difference between the picture decoded small and OpenCV's, decoded in full and scaled down, in grey levels.
/// The last pixels stand for more than the picture has: a JPEG's blocks go on beyond its edges, mostly as these are.
double difference_at(int eighths, const Bytes& bytes) {
  io::JpegPicture picture(bytes);
  EXPECT_TRUE(picture.read_header());
  const Size size = io::scaled_size(picture.size(), eighths);
  std::vector<std::uint8_t> pixels(picture.bytes_at(eighths));
  EXPECT_TRUE(picture.decode(eighths, pixels)) << picture.reason();
  cv::Mat wanted = cv::imdecode(bytes, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
  cv::copyMakeBorder(wanted, wanted, 0, (8 - wanted.rows % 8) % 8, 0, (8 - wanted.cols % 8) % 8, cv::BORDER_REPLICATE);
  cv::resize(wanted, wanted, {wanted.cols * eighths / 8, wanted.rows * eighths / 8}, 0, 0, cv::INTER_AREA);
  const cv::Mat given(size.height, size.width, CV_8UC3, pixels.data());
  return cv::norm(given, wanted(cv::Rect(0, 0, size.width, size.height)), cv::NORM_L1) /
         (3.0 * size.width * size.height);
}

class JpegAtEighthsTest : public ::testing::TestWithParam<int> {};

TEST_P(JpegAtEighthsTest, GivesThePictureSmaller) {
  const int eighths = GetParam();
  const double most = eighths == 8 ? 0 : 2.5;
  const cv::Mat pixels = photograph(403, 301);
  cv::Mat grey;
  cv::cvtColor(pixels, grey, cv::COLOR_BGR2GRAY);
  EXPECT_LE(difference_at(eighths, jpeg(pixels)), most);
  EXPECT_LE(difference_at(eighths, jpeg(pixels, {cv::IMWRITE_JPEG_PROGRESSIVE, 1})), most);
  EXPECT_LE(difference_at(eighths, jpeg(pixels, {cv::IMWRITE_JPEG_RST_INTERVAL, 5})), most);
  EXPECT_LE(difference_at(eighths, jpeg(grey)), most);
  EXPECT_LE(difference_at(eighths, from_hex(kAdobeCmyk)), most);
  EXPECT_LE(difference_at(eighths, jpeg(photograph(3, 2000))), 2.6 * most);  // all of it is edge
  EXPECT_LE(difference_at(eighths, jpeg(photograph(1, 1))), most);
}

INSTANTIATE_TEST_SUITE_P(Eighths, JpegAtEighthsTest, ::testing::Range(1, 9));

TEST(JpegPictureTest, RefusesTooLittleRoomForItsPixels) {
  const Bytes bytes = jpeg(photograph(20, 10));
  io::JpegPicture picture(bytes);
  ASSERT_TRUE(picture.read_header());
  std::vector<std::uint8_t> pixels(picture.bytes_at(8) - 1);
  EXPECT_THROW(picture.decode(8, pixels), Error);
}

}  // namespace
}  // namespace millrace
