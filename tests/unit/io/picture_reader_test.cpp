#include "millrace/io/picture_reader.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "sample_pictures.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;

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
