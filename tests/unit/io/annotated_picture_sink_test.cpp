#include "millrace/io/annotated_picture_sink.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/picture_reader.hpp"
#include "sample_pictures.hpp"
#include "sample_results.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;

void write(Sink& sink, const Frame& frame) {
  sink.write({.frame = frame, .detections = one_person(), .times = {}});
}

TEST(AnnotatedPictureSinkTest, WritesThePictureUnderItsNameWithItsBoxes) {
  const TempDir dir;
  AnnotatedPictureSink sink(dir / "runs/detect", sample_labels());
  const std::vector<Detection> detections = {{{20, 60, 80, 90}, 0.5F, 0}};
  const Frame frame = good_frame("a/b.png", {100, 100});
  sink.write({.frame = frame, .detections = detections, .times = {}});
  const PictureOrReason read = read_picture(dir / "runs/detect/b.png");
  ASSERT_TRUE(read.ok()) << read.reason;
  EXPECT_EQ(read.picture.size(), (Size{100, 100}));
  EXPECT_NE(pixel(read.picture, 20, 75), (std::vector<int>{0, 0, 0})) << "the box's left side";
  EXPECT_EQ(pixel(read.picture, 50, 75), (std::vector<int>{0, 0, 0})) << "inside the box";
}

TEST(AnnotatedPictureSinkTest, DrawsOnThePictureItselfIfNobodyElseNeedsIt) {
  const TempDir dir;
  AnnotatedPictureSink sink(dir / "out", sample_labels());
  const std::vector<Detection> detections = {{{20, 60, 80, 90}, 0.5F, 0}};
  Frame frame = good_frame("b.png", {100, 100});
  sink.write({.frame = frame, .detections = detections, .spare = &frame.image});
  EXPECT_TRUE(frame.image.empty());
  EXPECT_NE(pixel(read_picture(dir / "out/b.png").picture, 20, 75), (std::vector<int>{0, 0, 0}));
}

TEST(AnnotatedPictureSinkTest, KeepsEqualNamesApart) {
  const TempDir dir;
  AnnotatedPictureSink sink(dir / "out", {});
  write(sink, good_frame("a/bus.jpg", {10, 10}));
  write(sink, good_frame("b/bus.jpg", {20, 20}));
  EXPECT_EQ(read_picture(dir / "out/bus.jpg").picture.size(), (Size{10, 10}));
  EXPECT_EQ(read_picture(dir / "out/bus-2.jpg").picture.size(), (Size{20, 20}));
}

TEST(AnnotatedPictureSinkTest, KeepsTheFoldersOfEqualNames) {
  const TempDir dir;
  AnnotatedPictureSink sink(std::make_shared<ResultFolder>(dir / "out"), {},
                            std::vector<std::string>{"a/bus.jpg", "b/bus.jpg"});
  write(sink, good_frame("a/bus.jpg", {10, 10}));
  write(sink, good_frame("b/bus.jpg", {20, 20}));
  EXPECT_EQ(read_picture(dir / "out/a/bus.jpg").picture.size(), (Size{10, 10}));
  EXPECT_EQ(read_picture(dir / "out/b/bus.jpg").picture.size(), (Size{20, 20}));
}

TEST(AnnotatedPictureSinkTest, MakesAJpegOfAPictureWithAnotherExtension) {
  const TempDir dir;
  AnnotatedPictureSink sink(dir / "out", {});
  write(sink, good_frame("photo.dat"));
  EXPECT_TRUE(read_picture(dir / "out/photo.jpg").ok());
}

TEST(AnnotatedPictureSinkTest, LeavesBadPicturesOut) {
  const TempDir dir;
  AnnotatedPictureSink sink(dir / "out", {});
  const Frame bad = bad_frame("bus.jpg", "broken");
  sink.write({.frame = bad, .detections = {}, .times = {}});
  EXPECT_TRUE(fs::is_empty(dir / "out"));
}

TEST(AnnotatedPictureSinkTest, ThrowsBeforeTheRunWhenTheFolderCannotBeCreated) {
  const TempDir dir;
  EXPECT_THROW(AnnotatedPictureSink(dir.write("file", "") + "/out", {}), Error);
}

}  // namespace
}  // namespace millrace
