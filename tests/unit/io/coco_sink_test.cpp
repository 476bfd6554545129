#include "millrace/io/coco_sink.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "sample_results.hpp"

namespace millrace {
namespace {

CocoNumbering numbering_of(const std::vector<std::string>& pictures) {
  return CocoNumbering(pictures);
}

TEST(CocoSinkTest, WritesOneArrayOfResults) {
  const TempDir dir;
  CocoSink sink(dir / "out.json", numbering_of({"000000005001.jpg", "000000005002.jpg", "000000005003.jpg"}));
  write_frame(sink, "000000005001.jpg", one_person());
  write_frame(sink, "000000005002.jpg", {});
  write_frame(sink, "000000005003.jpg", {{{1, 2, 4, 8}, 0.5F, 5}});
  sink.finish();
  EXPECT_EQ(dir.read("out.json"),
            "[\n"
            R"({"image_id":5001,"category_id":0,"bbox":[0.1,2.0,32.4,28.0],"score":0.82},)"
            "\n"
            R"({"image_id":5003,"category_id":5,"bbox":[1.0,2.0,3.0,6.0],"score":0.5})"
            "\n]\n");
}

TEST(CocoSinkTest, WritesNamesWhereIdsAreNames) {
  const TempDir dir;
  CocoSink sink(dir / "out.json", numbering_of({"bus.jpg"}));
  write_frame(sink, "bus.jpg", {{{1, 2, 4, 8}, 0.5F, 5}});
  sink.finish();
  EXPECT_EQ(dir.read("out.json"),
            "[\n"
            R"({"image_id":"bus","category_id":5,"bbox":[1.0,2.0,3.0,6.0],"score":0.5})"
            "\n]\n");
}

TEST(CocoSinkTest, LeavesOutAndCountsWhatTheNumberingDoesNotKnow) {
  const TempDir dir;
  CocoNumbering numbering = numbering_of({"1.jpg"});
  numbering.number_categories(std::vector<int>{7});
  CocoSink sink(dir / "out.json", numbering);
  write_frame(sink, "1.jpg", {{{1, 2, 4, 8}, 0.5F, 0}, {{1, 2, 4, 8}, 0.5F, 1}, {{1, 2, 4, 8}, 0.5F, 1}});
  write_frame(sink, "2.jpg", one_person());
  sink.finish();
  EXPECT_EQ(dir.read("out.json"),
            "[\n"
            R"({"image_id":1,"category_id":7,"bbox":[1.0,2.0,3.0,6.0],"score":0.5})"
            "\n]\n");
  EXPECT_EQ(sink.left_out().pictures, 1U);
  EXPECT_EQ(sink.left_out().detections, 2U);
}

TEST(CocoSinkTest, IsAnEmptyArrayWithoutResults) {
  const TempDir dir;
  CocoSink(dir / "out.json", numbering_of({})).finish();
  EXPECT_EQ(dir.read("out.json"), "[]\n");
}

TEST(CocoSinkTest, LeavesTheOldFileAsItWasWithoutFinish) {
  const TempDir dir;
  dir.write("out.json", "[1]");
  {
    CocoSink sink(dir / "out.json", numbering_of({"1.jpg"}));
    write_frame(sink, "1.jpg", one_person());
  }
  EXPECT_EQ(dir.read("out.json"), "[1]");
}

TEST(CocoSinkTest, LeavesBadPicturesOut) {
  const TempDir dir;
  CocoSink sink(dir / "out.json", numbering_of({"a.jpg"}));
  const Frame frame = bad_frame("a.jpg", "broken");
  sink.write({.frame = frame, .detections = {}, .times = {}});
  sink.finish();
  EXPECT_EQ(dir.read("out.json"), "[]\n");
  EXPECT_EQ(sink.left_out().pictures, 0U);
}

TEST(CocoSinkTest, ThrowsBeforeTheRunWhenTheFileCannotBeWritten) {
  EXPECT_THROW(CocoSink("/dev/full", numbering_of({})), Error);
}

}  // namespace
}  // namespace millrace
