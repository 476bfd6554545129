#include "millrace/io/yolo_txt_sink.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "sample_results.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;

std::vector<Detection> two() {
  return {{{0, 0, 320, 240}, 0.9F, 0}, {{100, 100, 201, 202}, 0.123456789F, 5}};
}

TEST(YoloTxtSinkTest, WritesCentreAndSizeAsFractions) {
  const TempDir dir;
  YoloTxtSink sink(dir / "labels");
  write_frame(sink, "a/bus.jpg", two(), {640, 480});
  EXPECT_EQ(dir.read("labels/bus.txt"), "0 0.25 0.25 0.5 0.5\n5 0.235156 0.314583 0.157812 0.2125\n");
}

TEST(YoloTxtSinkTest, AddsTheScoreWhenAsked) {
  const TempDir dir;
  YoloTxtSink sink(dir / "labels", {.confidence = true});
  write_frame(sink, "bus.jpg", two(), {640, 480});
  EXPECT_EQ(dir.read("labels/bus.txt"), "0 0.25 0.25 0.5 0.5 0.9\n5 0.235156 0.314583 0.157812 0.2125 0.123457\n");
}

TEST(YoloTxtSinkTest, LeavesNoFileForAPictureWithoutDetections) {
  const TempDir dir;
  {
    YoloTxtSink earlier_run(dir / "labels");
    write_frame(earlier_run, "bus.jpg", two(), {640, 480});
  }
  YoloTxtSink sink(dir / "labels");
  write_frame(sink, "bus.jpg", {}, {640, 480});
  EXPECT_FALSE(fs::exists(dir / "labels/bus.txt"));
}

TEST(YoloTxtSinkTest, NeverTouchesALabelThatIsNotItsOwn) {
  const TempDir dir;
  dir.write("labels/bus.txt", "mine");
  YoloTxtSink finds_nothing(dir / "labels");
  write_frame(finds_nothing, "bus.jpg", {}, {640, 480});
  YoloTxtSink finds_two(dir / "labels");
  EXPECT_THROW(write_frame(finds_two, "bus.jpg", two(), {640, 480}), Error);
  EXPECT_EQ(dir.read("labels/bus.txt"), "mine");
}

TEST(YoloTxtSinkTest, KeepsTheFoldersOfEqualNames) {
  const TempDir dir;
  const auto folder = std::make_shared<ResultFolder>(dir / "out");
  YoloTxtSink sink(folder, {.subfolder = "labels"}, std::vector<std::string>{"a/bus.jpg", "b/bus.png"});
  write_frame(sink, "a/bus.jpg", {two()[0]}, {640, 480});
  write_frame(sink, "b/bus.png", {two()[1]}, {640, 480});
  EXPECT_EQ(dir.read("out/labels/a/bus.txt").front(), '0');
  EXPECT_EQ(dir.read("out/labels/b/bus.txt").front(), '5');
}

TEST(YoloTxtSinkTest, NumbersEqualNamesOfPicturesThatWereNotKnownBeforehand) {
  const TempDir dir;
  YoloTxtSink sink(dir / "labels");
  write_frame(sink, "a/bus.jpg", {two()[0]}, {640, 480});
  write_frame(sink, "b/bus.png", {two()[1]}, {640, 480});
  EXPECT_EQ(dir.read("labels/bus.txt").front(), '0');
  EXPECT_EQ(dir.read("labels/bus-2.txt").front(), '5');
}

TEST(YoloTxtSinkTest, ThrowsBeforeTheRunWhenTheFolderCannotBeCreated) {
  const TempDir dir;
  EXPECT_THROW(YoloTxtSink(dir.write("file", "") + "/labels"), Error);
}

}  // namespace
}  // namespace millrace
