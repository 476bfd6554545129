#include "millrace/io/csv_sink.hpp"

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "sample_results.hpp"

namespace millrace {
namespace {

std::string header() {
  return "x_min,y_min,x_max,y_max,class_id,confidence,tracker_id,class_name,source\r\n";
}

std::string csv_of(const std::vector<Detection>& detections, const std::vector<std::string>& labels) {
  const TempDir dir;
  CsvSink sink(dir / "out.csv", labels);
  const Frame frame = good_frame("a.jpg");
  sink.write({.frame = frame, .detections = detections, .times = {}});
  sink.finish();
  return dir.read("out.csv");
}

TEST(CsvSinkTest, WritesOneRowADetectionUnderSupervisionsColumns) {
  EXPECT_EQ(csv_of(one_person(), sample_labels()), header() + "0.1,2,32.5,30,0,0.82,,person,a.jpg\r\n");
}

TEST(CsvSinkTest, WritesTheHeaderWithoutDetectionsToo) {
  EXPECT_EQ(csv_of({}, {}), header());
}

TEST(CsvSinkTest, QuotesClassNamesThatNeedIt) {
  EXPECT_EQ(csv_of({{{1, 2, 3, 4}, 0.5F, 0}}, {"cup, 12\" wide"}),
            header() + "1,2,3,4,0,0.5,,\"cup, 12\"\" wide\",a.jpg\r\n");
}

TEST(CsvSinkTest, QuotesPathsThatNeedIt) {
  const TempDir dir;
  CsvSink sink(dir / "out.csv", sample_labels());
  write_frame(sink, "a, b.jpg", one_person());
  sink.finish();
  EXPECT_TRUE(dir.read("out.csv").ends_with(",person,\"a, b.jpg\"\r\n"));
}

TEST(CsvSinkTest, ThrowsBeforeTheRunWhenTheDiskIsFull) {
  EXPECT_THROW(CsvSink("/dev/full", {}), Error);
}

}  // namespace
}  // namespace millrace
