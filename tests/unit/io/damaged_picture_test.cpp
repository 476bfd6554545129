// Truncated, lying and random bytes: each gives a reason, quietly where OpenCV lets us.
#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camera_pictures.hpp"
#include "millrace/io/picture_reader.hpp"
#include "sample_pictures.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class TruncatedPictureTest : public ::testing::TestWithParam<const char*> {};

TEST_P(TruncatedPictureTest, IsRefusedAtEveryLengthAndPrintsNothing) {
  const Bytes whole = encode(GetParam(), noise(13, 9));
  ASSERT_TRUE(decode_picture(whole).ok());
  ::testing::internal::CaptureStderr();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(decode_picture(std::span(whole).first(length)).ok()) << length << " of " << whole.size() << " bytes";
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

INSTANTIATE_TEST_SUITE_P(Formats, TruncatedPictureTest, ::testing::Values(".png", ".bmp", ".webp"));

TEST(DamagedPictureTest, SaysThatAJpegEndsEarly) {
  Bytes bytes = encode(".jpg", noise(64, 64));
  bytes.resize(bytes.size() / 2);
  EXPECT_EQ(decode_picture(bytes).reason, "the JPEG data end too early, so the file is truncated or damaged (" +
                                              std::to_string(bytes.size()) + " bytes); copy or download it again");
}

TEST(DamagedPictureTest, IsNotFooledByTheEndMarkerOfAThumbnail) {
  Bytes bytes = encode(".jpg", noise(64, 64));
  const Bytes comment{0xFF, 0xFE, 0x00, 0x06, 0xFF, 0xD9, 0xFF, 0xD9};  // COM segment that holds two end markers
  bytes.insert(bytes.begin() + 2, comment.begin(), comment.end());
  EXPECT_TRUE(decode_picture(bytes).ok());
  bytes.resize(bytes.size() / 2);
  EXPECT_THAT(decode_picture(bytes).reason, HasSubstr("end too early"));
}

TEST(DamagedPictureTest, AcceptsBytesAfterTheEndOfAJpeg) {
  Bytes bytes = encode(".jpg", noise(64, 64));
  bytes.insert(bytes.end(), 1000, 0x55);
  EXPECT_TRUE(decode_picture(bytes).ok());
}

/// Overwrites bytes at `position`.
Bytes patched(Bytes bytes, std::size_t position, const Bytes& with) {
  std::copy(with.begin(), with.end(), bytes.begin() + static_cast<std::ptrdiff_t>(position));
  return bytes;
}

/// Where the directory of a small little-endian TIFF is.
std::size_t directory_of(const Bytes& tiff) {
  return tiff[4] + 256U * tiff[5];
}

/// The TIFF with another value, below 65536, in the entries with these tags.
Bytes with_tags(Bytes tiff, const std::vector<unsigned>& tags, unsigned value) {
  const std::size_t directory = directory_of(tiff);
  const std::size_t end = directory + 2 + std::size_t{12} * tiff[directory];
  for (std::size_t entry = directory + 2; entry < end; entry += 12) {
    const unsigned tag = tiff[entry] + 256U * tiff[entry + 1];
    if (std::ranges::find(tags, tag) == tags.end()) continue;
    tiff =
        patched(std::move(tiff), entry + 8, {static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8U)});
  }
  return tiff;
}

TEST(DamagedPictureTest, SaysThatATiffEndsEarlyAndPrintsNothing) {
  Bytes bytes = encode(".tiff", noise(64, 64));
  // OpenCV writes the directory last. Another one leads beyond the end.
  bytes = with_tags(std::move(bytes), {273}, 0xFFF0);
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(decode_picture(bytes).reason, HasSubstr("the TIFF data end too early"));
  bytes.resize(bytes.size() / 2);
  EXPECT_THAT(decode_picture(bytes).reason, HasSubstr("the TIFF data end too early"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(DamagedPictureTest, RefusesATiffThatLibtiffCannotDecodeByName) {
  const Bytes tiff = encode(".tiff", noise(16, 16));
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(decode_picture(with_tags(tiff, {259}, 34712)).reason,
              HasSubstr("it is a TIFF compressed in a rare way (34712), which is not read"));
  EXPECT_THAT(decode_picture(with_tags(tiff, {277}, 5)).reason, HasSubstr("it is a TIFF of 5 channels"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(DamagedPictureTest, CountsThePicturesOfATiffThatLeadsRoundInCirclesOnce) {
  Bytes tiff = encode(".tiff", noise(16, 16));
  const std::size_t directory = directory_of(tiff);
  tiff = patched(tiff, directory + 2 + std::size_t{12} * tiff[directory], {tiff[4], tiff[5], 0, 0});
  const PictureOrReason read = decode_picture(tiff);
  EXPECT_TRUE(read.ok()) << read.reason;
  EXPECT_TRUE(read.remarks.empty());
}

TEST(DamagedPictureTest, RefusesAJpegWithNothingButMarkers) {
  EXPECT_THAT(decode_picture(Bytes{0xFF, 0xD8, 0xFF, 0xD9}).reason, StartsWith("the decoder refuses it"));
}

TEST(DamagedPictureTest, RefusesAJpegOfCountlessScans) {
  Bytes bytes = encode(".jpg", noise(16, 16), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  const Bytes start{0xFF, 0xDA};
  const Bytes last_scan(std::find_end(bytes.begin(), bytes.end(), start.begin(), start.end()), bytes.end() - 2);
  for (int i = 0; i < 600; ++i) bytes.insert(bytes.end() - 2, last_scan.begin(), last_scan.end());
  EXPECT_THAT(decode_picture(bytes).reason, HasSubstr("it is a JPEG of more than 500 scans"));
}

// libwebp also takes a stream that follows the twelve bytes of the beginning at once: its size stands elsewhere.
TEST(DamagedPictureTest, RefusesAWebpWhoseStreamIsInNoChunk) {
  Bytes webp = encode(".webp", noise(64, 64));
  webp.erase(webp.begin() + 12, webp.begin() + 20);
  const std::size_t length = webp.size() - 8;
  webp = patched(std::move(webp), 4, {static_cast<std::uint8_t>(length), static_cast<std::uint8_t>(length >> 8U)});
  EXPECT_EQ(
      decode_picture(webp).reason,
      "what follows its beginning is no WebP picture; it is damaged or of another kind, copy it again or convert it");
}

TEST(DamagedPictureTest, RefusesAWebpThatOpenCvWouldTakeForADicomOrDtedFile) {
  constexpr std::size_t kStream = 20;
  const Bytes webp = patched(encode(".webp", noise(64, 64)), kStream, {0});
  EXPECT_THAT(decode_picture(patched(webp, 128, {'D', 'I', 'C', 'M'})).reason, HasSubstr("is no WebP picture"));
  EXPECT_THAT(decode_picture(patched(webp, 140, {'D', 'T', 'E', 'D'})).reason, HasSubstr("is no WebP picture"));
}

// OpenCV then leaves the memory for the pixels as it was.
TEST(DamagedPictureTest, IsRefusedWhenOpenCvRefusesItsHeaderAndNotAnOlderPicture) {
  const cv::Mat pixels = noise(32, 24);
  const Bytes bad[] = {patched(encode(".png", pixels), 29, {0, 0, 0, 0}),  // checksum of the header
                       patched(encode(".webp", pixels, {cv::IMWRITE_WEBP_QUALITY, 50}), 23, {0, 0, 0}),
                       patched(encode(".bmp", pixels), 28, {13, 0}),      // bits a pixel
                       with_tags(encode(".tiff", pixels), {262}, 9999)};  // what its numbers mean
  for (const Bytes& bytes : bad) {
    PictureReader reader;
    ASSERT_TRUE(reader.decode(encode(".png", pixels)).ok());
    ::testing::internal::CaptureStderr();
    EXPECT_THAT(reader.decode(bytes).reason, StartsWith("the decoder refuses it"));
    ::testing::internal::GetCapturedStderr();
  }
}

std::size_t find(const Bytes& bytes, const Bytes& pattern) {
  return static_cast<std::size_t>(std::search(bytes.begin(), bytes.end(), pattern.begin(), pattern.end()) -
                                  bytes.begin());
}

TEST(DecompressionBombTest, IsRefusedInEachFormatThatCanDeclareOne) {
  const cv::Mat small = noise(16, 16);
  const Bytes jpeg = encode(".jpg", small);
  const Bytes tiff = encode(".tiff", small);  // little endian, sizes as SHORT or LONG with one value
  const Bytes sixty_thousand{0xEA, 0x60, 0xEA, 0x60};
  const Bytes bombs[] = {
      patched(jpeg, find(jpeg, {0xFF, 0xC0}) + 5, sixty_thousand),
      patched(encode(".png", small), 16, {0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60}),
      patched(encode(".bmp", small), 18, {0x60, 0xEA, 0, 0, 0x60, 0xEA, 0, 0}),
      with_tags(tiff, {256, 257}, 60000),
  };
  for (const Bytes& bomb : bombs) {
    EXPECT_EQ(
        decode_picture(bomb).reason,
        "it declares 60000x60000 pixels and at most 64000000 are read; scale it down, cut it into tiles, or raise "
        "the limit (--max-pixels)");
  }
}

TEST(DecompressionBombTest, IsWhatHasOnePixelMoreThanWasAllowedInEachFormat) {
  const cv::Mat small = noise(13, 9);
  const cv::Mat with_alpha(9, 13, CV_8UC4, cv::Scalar(1, 2, 3, 4));
  const Bytes kinds[] = {encode(".jpg", small),
                         encode(".png", small),
                         encode(".bmp", small),
                         encode(".tiff", small),
                         encode(".webp", small, {cv::IMWRITE_WEBP_QUALITY, 50}),
                         encode(".webp", small, {cv::IMWRITE_WEBP_QUALITY, 101}),
                         encode(".webp", with_alpha, {cv::IMWRITE_WEBP_QUALITY, 50})};
  for (const Bytes& bytes : kinds) {
    EXPECT_TRUE(decode_picture(bytes, 13 * 9).ok());
    EXPECT_THAT(decode_picture(bytes, 13 * 9 - 1).reason, StartsWith("it declares 13x9 pixels and at most 116 are"));
  }
}

/// A TIFF of nothing but these tags, each with one LONG.
Bytes tiff_of(const std::vector<std::pair<unsigned, std::uint32_t>>& tags) {
  Bytes tiff{'I', 'I', 42, 0, 8, 0, 0, 0, static_cast<std::uint8_t>(tags.size()), 0};
  for (const auto& [tag, value] : tags) append_tiff_entry(tiff, tag, 4, 1, value);
  append_little_endian(tiff, 0, 4);
  return tiff;
}

// OpenCV takes memory for one of them, however few rows the picture has.
TEST(DecompressionBombTest, IsATiffOfLargeStripsOrTiles) {
  const std::string rest =
      " pixels and at most 64000000 are read; save it with smaller ones, or raise the limit (--max-pixels)";
  EXPECT_EQ(decode_picture(tiff_of({{256, 255}, {257, 16}, {278, 2162704}})).reason,
            "it declares strips or tiles of 255x2162704" + rest);
  EXPECT_EQ(decode_picture(tiff_of({{256, 16}, {257, 16}, {278, 16}, {322, 8000}, {323, 8001}})).reason,
            "it declares strips or tiles of 8000x8001" + rest);
  EXPECT_EQ(decode_picture(tiff_of({{256, 255}, {257, 16}, {278, 16}, {323, 2162704}})).reason,
            "it declares strips or tiles of 255x2162704" + rest);
  EXPECT_EQ(decode_picture(tiff_of({{256, 255}, {257, 16}, {278, 2162704}, {278, 0xFFFFFFFF}, {278, 16}})).reason,
            "it declares strips or tiles of 255x2162704" + rest);
  EXPECT_EQ(decode_picture(tiff_with_orientation(noise(16, 16), 1, 0xFFFFFFFF)).reason, "");  // it has one strip
}

// libtiff takes these for a picture's sides, too.
TEST(DecompressionBombTest, IsATiffWhoseSidesAreSignedNumbersOf64Bits) {
  constexpr std::size_t kSide = 8 + 2 + 2 * 12 + 4;
  Bytes tiff{'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0};
  for (const unsigned tag : {256U, 257U}) append_tiff_entry(tiff, tag, 17, 1, kSide);
  append_little_endian(tiff, 0, 4);
  append_little_endian(tiff, 60000, 8);
  EXPECT_THAT(decode_picture(tiff).reason, StartsWith("it declares 60000x60000 pixels"));
}

class RandomDamageTest : public ::testing::TestWithParam<const char*> {};

TEST_P(RandomDamageTest, GivesAPictureOrAReason) {
  const Bytes whole = encode(GetParam(), noise(13, 9));
  ::testing::internal::CaptureStderr();  // libpng, libjpeg and OpenCV comment on some of these
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    Bytes bytes = whole;
    for (unsigned flips = 1 + seed % 4; flips > 0; --flips) {
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
    }
    const PictureOrReason read = decode_picture(bytes);
    EXPECT_NE(read.picture.empty(), read.ok()) << "seed " << seed;
  }
  ::testing::internal::GetCapturedStderr();
}

INSTANTIATE_TEST_SUITE_P(Formats, RandomDamageTest, ::testing::Values(".jpg", ".png", ".bmp", ".webp", ".tiff"));

}  // namespace
}  // namespace millrace
