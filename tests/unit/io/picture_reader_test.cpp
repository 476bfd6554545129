#include "millrace/io/picture_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "as_imread.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "sample_pictures.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(PictureReaderTest, ReadsEachFormatIntoBgr) {
  for (const char* const extension : {".jpg", ".png", ".bmp", ".tiff", ".webp"}) {
    const PictureOrReason read = decode_picture(encode(extension, plain(20, 10, {200, 100, 50})));
    ASSERT_TRUE(read.ok()) << extension << ": " << read.reason;
    EXPECT_EQ(read.picture.size(), (Size{20, 10})) << extension;
    EXPECT_NEAR(pixel(read.picture, 5, 5)[0], 200, 3) << extension;
    EXPECT_NEAR(pixel(read.picture, 5, 5)[1], 100, 3) << extension;
    EXPECT_NEAR(pixel(read.picture, 5, 5)[2], 50, 3) << extension;
  }
}

TEST(PictureReaderTest, MakesGreyPicturesBgr) {
  const PictureOrReason read = decode_picture(encode(".png", cv::Mat(4, 4, CV_8UC1, cv::Scalar(77))));
  ASSERT_TRUE(read.ok()) << read.reason;
  EXPECT_EQ(pixel(read.picture, 1, 1), (std::vector<int>{77, 77, 77}));
}

TEST(PictureReaderTest, LeavesTheAlphaChannelOut) {
  const PictureOrReason read = decode_picture(encode(".png", cv::Mat(4, 4, CV_8UC4, cv::Scalar(10, 20, 30, 0))));
  ASSERT_TRUE(read.ok()) << read.reason;
  EXPECT_EQ(pixel(read.picture, 1, 1), (std::vector<int>{10, 20, 30}));
}

TEST(PictureReaderTest, KeepsTheHighByteOf16BitPictures) {
  const PictureOrReason read =
      decode_picture(encode(".png", cv::Mat(4, 4, CV_16UC3, cv::Scalar(0x1234, 0x5678, 0x9abc))));
  ASSERT_TRUE(read.ok()) << read.reason;
  EXPECT_EQ(pixel(read.picture, 1, 1), (std::vector<int>{0x12, 0x56, 0x9a}));
}

TEST(PictureReaderTest, GivesThePixelsThatImreadGives) {
  const cv::Mat colours = noise(33, 21);
  cv::Mat grey;
  cv::extractChannel(colours, grey, 1);
  cv::Mat deep;
  colours.convertTo(deep, CV_16U, 257, 100);
  cv::Mat with_alpha;
  cv::merge(std::vector<cv::Mat>{colours, grey}, with_alpha);
  for (const cv::Mat& pixels : {colours, grey, deep, with_alpha}) {
    EXPECT_TRUE(is_as_imread_gives_it(encode(".png", pixels), ".png"));
    EXPECT_TRUE(is_as_imread_gives_it(encode(".tiff", pixels), ".tiff"));
  }
  EXPECT_TRUE(is_as_imread_gives_it(encode(".png", grey > 100, {cv::IMWRITE_PNG_BILEVEL, 1}), ".png"));
  for (const cv::Mat& pixels : {colours, grey, with_alpha})
    EXPECT_TRUE(is_as_imread_gives_it(encode(".bmp", pixels), ".bmp"));
  for (const cv::Mat& pixels : {colours, with_alpha}) {
    EXPECT_TRUE(is_as_imread_gives_it(encode(".webp", pixels), ".webp"));
    EXPECT_TRUE(is_as_imread_gives_it(encode(".webp", pixels, {cv::IMWRITE_WEBP_QUALITY, 50}), ".webp"));
  }
}

TEST(PictureReaderTest, GivesPicturesThatOutliveIt) {
  std::optional<PictureReader> reader(std::in_place);
  const cv::Mat pixels = noise(33, 21);
  PictureOrReason first = reader->decode(encode(".png", pixels));
  const PictureOrReason second = reader->decode(encode(".png", plain(33, 21, {1, 2, 3})));
  reader.reset();
  EXPECT_TRUE(is_same_as(std::move(first), pixels));
  EXPECT_EQ(pixel(second.picture, 5, 5), (std::vector<int>{1, 2, 3}));
}

TEST(PictureReaderTest, GivesALargeJpegSmallerForASmallInput) {
  PictureReader reader({.input = {64, 64}});
  const PictureOrReason read = reader.decode(encode(".jpg", plain(512, 256, {10, 20, 30})));
  ASSERT_TRUE(read.ok()) << read.reason;
  EXPECT_EQ(read.picture.size(), (Size{64, 32}));
  EXPECT_EQ(read.full_size, (Size{512, 256}));
  EXPECT_EQ(reader.decode(encode(".png", plain(512, 256, {}))).picture.size(), (Size{512, 256}));
}

TEST(PictureReaderTest, WantsBothSidesOfAnInput) {
  EXPECT_THROW(PictureReader({.input = {640, 0}}), Error);
  EXPECT_THROW(PictureReader({.input = {-1, -1}}), Error);
}

std::vector<std::string> remarks_on(const Bytes& bytes) {
  const PictureOrReason read = decode_picture(bytes);
  EXPECT_TRUE(read.ok()) << read.reason;
  return read.remarks;
}

/// A picture of 16 bits whose values are those of noise() times `factor`.
cv::Mat deep(double factor) {
  cv::Mat pixels;
  noise(64, 64).convertTo(pixels, CV_16U, factor);
  return pixels;
}

TEST(PictureReaderTest, RemarksThatLittleIsLeftOfA16BitPictureIn8Bits) {
  EXPECT_THAT(remarks_on(encode(".png", deep(16))),
              ElementsAre("its 16-bit values leave at most 15 of 255 in the 8 bits that are read, so that it is nearly "
                          "black; multiply them by 16 first"));
  for (const double factor : {1, 4, 16, 64}) {
    for (const char* const extension : {".png", ".tiff"}) {
      EXPECT_THAT(remarks_on(encode(extension, deep(factor))),
                  ElementsAre(HasSubstr("its 16-bit values leave at most")))
          << extension << " times " << factor;
    }
  }
}

TEST(PictureReaderTest, RemarksItDespiteAFewBrightPixels) {
  cv::Mat pixels = deep(16);
  pixels.at<cv::Vec<std::uint16_t, 3>>(5, 5) = {0xFFFF, 0xFFFF, 0xFFFF};
  EXPECT_THAT(remarks_on(encode(".png", pixels)), ElementsAre(HasSubstr("leave at most 15 of 255")));
}

TEST(PictureReaderTest, RemarksNothingOnAPictureThatUsesItsBits) {
  EXPECT_THAT(remarks_on(encode(".png", deep(257))), IsEmpty());
  EXPECT_THAT(remarks_on(encode(".png", plain(8, 8, {3, 3, 3}))), IsEmpty());  // dark, but of 8 bits
}

TEST(PictureReaderTest, RemarksThatOnlyTheFirstOfSeveralPicturesIsRead) {
  const TempDir dir;
  cv::imwrite(dir / "a.tif", std::vector<cv::Mat>{plain(8, 8, {1, 2, 3}), plain(8, 8, {4, 5, 6})});
  const PictureOrReason pages = read_picture(dir / "a.tif");
  EXPECT_EQ(pixel(pages.picture, 1, 1), (std::vector<int>{1, 2, 3}));
  EXPECT_THAT(pages.remarks, ElementsAre("it holds 2 pictures, of which only the first is read"));
  Bytes frames = encode(".png", plain(8, 8, {1, 2, 3}));
  const Bytes three{0, 0, 0, 8, 'a', 'c', 'T', 'L', 0, 0, 0, 3, 0, 0, 0, 0, 0xce, 0xed, 0xba, 0xc0};
  frames.insert(frames.begin() + 33, three.begin(), three.end());  // after IHDR
  EXPECT_THAT(remarks_on(frames), ElementsAre("it holds 3 pictures, of which only the first is read"));
}

TEST(PictureReaderTest, RefusesFloatsByNameAndPrintsNothing) {
  cv::Mat floats;
  cv::Mat(8, 8, CV_8UC1, cv::Scalar(5)).convertTo(floats, CV_32F);
  ::testing::internal::CaptureStderr();
  const PictureOrReason read = decode_picture(encode(".tiff", floats));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(read.reason,
            "it is a TIFF of 32-bit floating-point numbers, which is not read; convert it to 8 bits a channel");
}

TEST(PictureReaderTest, RefusesOtherRareKindsByName) {
  Bytes jpeg = encode(".jpg", noise(16, 16));
  const auto frame = std::ranges::search(jpeg, Bytes{0xFF, 0xC0}).begin();
  frame[4] = 12;
  EXPECT_THAT(decode_picture(jpeg).reason, HasSubstr("it is a JPEG of 12 bits a channel, and only 8 are read"));
  frame[4] = 8;
  frame[1] = 0xC3;
  EXPECT_THAT(decode_picture(jpeg).reason, HasSubstr("it is a lossless or hierarchical JPEG"));
  Bytes webp{'R', 'I', 'F', 'F', 22, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', 'X', 10, 0, 0, 0, 2};
  webp.resize(30);
  EXPECT_THAT(decode_picture(webp).reason, HasSubstr("it is an animated WebP, which is not read yet"));
}

TEST(PictureReaderTest, ReadsASinglePixel) {
  const PictureOrReason read = decode_picture(encode(".png", plain(1, 1, {1, 2, 3})));
  ASSERT_TRUE(read.ok()) << read.reason;
  EXPECT_EQ(read.picture.size(), (Size{1, 1}));
}

TEST(PictureReaderTest, ReadsAPicture20000PixelsWide) {
  for (const char* const extension : {".jpg", ".png"}) {
    const PictureOrReason read = decode_picture(encode(extension, plain(20000, 3, {9, 9, 9})));
    ASSERT_TRUE(read.ok()) << read.reason;
    EXPECT_EQ(read.picture.size(), (Size{20000, 3}));
  }
}

TEST(PictureReaderTest, ReadsAFile) {
  const TempDir dir;
  const PictureOrReason read = read_picture(dir.write("a.png", encode(".png", noise(300, 200))));
  ASSERT_TRUE(read.ok()) << read.reason;
  EXPECT_EQ(read.picture.size(), (Size{300, 200}));
}

TEST(PictureReaderTest, SaysThatAFileIsMissing) {
  const PictureOrReason read = read_picture("/nowhere/a.jpg");
  EXPECT_EQ(read.reason, "it cannot be opened: No such file or directory; check the path");
  EXPECT_TRUE(read.picture.empty());
}

TEST(PictureReaderTest, SaysThatAFolderIsNoFile) {
  const TempDir dir;
  EXPECT_THAT(read_picture(dir.path().string()).reason, HasSubstr("it cannot be read: Is a directory"));
}

TEST(PictureReaderTest, SaysThatAFileIsEmpty) {
  const TempDir dir;
  EXPECT_EQ(read_picture(dir.write("a.jpg", "")).reason, "the file is empty (0 bytes); copy or download it again");
}

TEST(PictureReaderTest, SaysThatTextIsNoPicture) {
  const TempDir dir;
  EXPECT_EQ(
      read_picture(dir.write("a.jpg", "hello\n")).reason,
      "it does not begin like a JPEG, PNG, BMP, TIFF or WebP picture; convert it to one of these or leave it out");
}

TEST(PictureReaderTest, RefusesAHugeFileWithoutReadingIt) {
  const TempDir dir;
  const std::string path = dir.write("a.jpg", "");
  std::filesystem::resize_file(path, (std::uintmax_t{1} << 30U) + 1);  // a hole: takes no space
  EXPECT_THAT(read_picture(path).reason, HasSubstr("larger than 1 GiB"));
}

}  // namespace
}  // namespace millrace
