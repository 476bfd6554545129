#include "millrace/io/coco_sink.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "sample_results.hpp"

namespace millrace {
namespace {

nlohmann::json image_id_of(const std::string& source) {
  const TempDir dir;
  CocoSink sink(dir / "out.json");
  write_frame(sink, source, one_person());
  sink.finish();
  return nlohmann::json::parse(dir.read("out.json"))[0]["image_id"];
}

TEST(CocoSinkTest, WritesOneArrayOfResults) {
  const TempDir dir;
  CocoSink sink(dir / "out.json");
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

TEST(CocoSinkTest, NumbersCategoriesAsCocoDoesWhereThatIsAskedFor) {
  const TempDir dir;
  CocoSink sink(dir / "out.json", CocoCategories::kCoco91);
  write_frame(sink, "1.jpg", {{{1, 2, 4, 8}, 0.5F, 0}, {{1, 2, 4, 8}, 0.5F, 11}, {{1, 2, 4, 8}, 0.5F, 79}});
  sink.finish();
  const auto results = nlohmann::json::parse(dir.read("out.json"));
  EXPECT_EQ(results[0]["category_id"], 1);   // person
  EXPECT_EQ(results[1]["category_id"], 13);  // stop sign, after the gap of the street sign
  EXPECT_EQ(results[2]["category_id"], 90);  // toothbrush
}

TEST(CocoSinkTest, LeavesOutTheTenCategoriesThatCocoDropped) {
  std::vector<int> dropped;
  for (int id = 1; id <= 90; ++id) {
    if (std::ranges::find(coco91_ids(), id) == coco91_ids().end()) dropped.push_back(id);
  }
  EXPECT_EQ(dropped, (std::vector<int>{12, 26, 29, 30, 45, 66, 68, 69, 71, 83}));
}

TEST(CocoSinkTest, IsAnEmptyArrayWithoutResults) {
  const TempDir dir;
  CocoSink(dir / "out.json").finish();
  EXPECT_EQ(dir.read("out.json"), "[]\n");
}

TEST(CocoSinkTest, LeavesTheOldFileAsItWasWithoutFinish) {
  const TempDir dir;
  dir.write("out.json", "[1]");
  {
    CocoSink sink(dir / "out.json");
    write_frame(sink, "1.jpg", one_person());
  }
  EXPECT_EQ(dir.read("out.json"), "[1]");
}

TEST(CocoSinkTest, TakesTheNumberOutOfTheFileNameAsImageId) {
  EXPECT_EQ(image_id_of("val/000000005001.jpg"), 5001);
  EXPECT_EQ(image_id_of("0.jpg"), 0);
}

TEST(CocoSinkTest, TakesTheFileNameAsImageIdWhereItIsNoNumber) {
  EXPECT_EQ(image_id_of("a/bus.jpg"), "bus");
  EXPECT_EQ(image_id_of("12a.jpg"), "12a");
  EXPECT_EQ(image_id_of("-1.jpg"), "-1");
  EXPECT_EQ(image_id_of("99999999999999999999.jpg"), "99999999999999999999");
}

TEST(CocoSinkTest, LeavesBadPicturesOut) {
  const TempDir dir;
  CocoSink sink(dir / "out.json");
  const Frame frame = bad_frame("a.jpg", "broken");
  sink.write({.frame = frame, .detections = {}, .times = {}});
  sink.finish();
  EXPECT_EQ(dir.read("out.json"), "[]\n");
}

TEST(CocoSinkTest, ThrowsBeforeTheRunWhenTheFileCannotBeWritten) {
  EXPECT_THROW(CocoSink("/dev/full"), Error);
}

}  // namespace
}  // namespace millrace
