// SummarySink and ProblemSink: the lines that people read.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/detect/problem_sink.hpp"
#include "cli/detect/summary_sink.hpp"
#include "millrace/base/error.hpp"
#include "unit/io/sample_results.hpp"

namespace millrace::cli {
namespace {

Detection of_class(int class_id) {
  return {.box = {}, .score = 0.5F, .class_id = class_id};
}

std::string summary_of(const Frame& frame, const std::vector<Detection>& detections) {
  std::ostringstream out;
  SummarySink(out, sample_labels())
      .write(
          {.frame = frame, .detections = detections, .times = {.wait = Milliseconds(4), .infer = Milliseconds(23.06)}});
  return out.str();
}

TEST(SummarySinkTest, CountsClassesInTheOrderOfTheirIds) {
  EXPECT_EQ(summary_of(good_frame("a/bus.jpg", {810, 1080}), {of_class(2), of_class(0), of_class(0), of_class(9)}),
            "a/bus.jpg: 810x1080, 2x person, 1x bus, 1x class 9, 23.1 ms, waited 4.0 ms\n");
}

TEST(SummarySinkTest, LeavesNamesAsTheyAreHoweverMany) {
  EXPECT_EQ(summary_of(good_frame("a.jpg"), {of_class(2), of_class(2)}),
            "a.jpg: 64x32, 2x bus, 23.1 ms, waited 4.0 ms\n");
}

TEST(SummarySinkTest, SaysThatThereIsNothing) {
  EXPECT_EQ(summary_of(good_frame("a.jpg"), {}), "a.jpg: 64x32, no detections, 23.1 ms, waited 4.0 ms\n");
}

TEST(SummarySinkTest, PrintsNothingForABadPicture) {
  EXPECT_EQ(summary_of(bad_frame("a.jpg", "broken"), {}), "");
}

TEST(SummarySinkTest, ThrowsWithTheReasonWhenTheStreamFails) {
  std::ofstream full("/dev/full");
  const Frame frame = good_frame("a.jpg");
  try {
    SummarySink(full, {}).write({.frame = frame, .detections = {}, .times = {}});
    FAIL() << "nothing was thrown";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kIo);
    EXPECT_THAT(e.what(), ::testing::HasSubstr("No space left on device"));
  }
}

TEST(SummarySinkTest, WritesControlCharactersOutSoThatALineStaysALine) {
  EXPECT_EQ(summary_of(good_frame("new\nline\x1b[31m\x7F.jpg"), {}),
            "new\\nline\\x1b[31m\\x7f.jpg: 64x32, no detections, 23.1 ms, waited 4.0 ms\n");
  EXPECT_EQ(summary_of(good_frame("\xC3\xBC\xFF.jpg"), {}),
            "\xC3\xBC\xFF.jpg: 64x32, no detections, 23.1 ms, waited 4.0 ms\n");
}

TEST(ProblemSinkTest, GoesOnWhenTheStreamFails) {
  std::ofstream full("/dev/full");
  const Frame bad = bad_frame("bad.jpg", "the file is empty");
  EXPECT_NO_THROW(ProblemSink(full).write({.frame = bad, .detections = {}, .times = {}}));
}

TEST(ProblemSinkTest, PrintsTheReasonOfABadPictureOnly) {
  std::ostringstream out;
  ProblemSink sink(out);
  const Frame good = good_frame("good.jpg");
  const Frame bad = bad_frame("bad.jpg", "the file is empty");
  sink.write({.frame = good, .detections = {}, .times = {}});
  sink.write({.frame = bad, .detections = {}, .times = {}});
  EXPECT_EQ(out.str(), "bad.jpg: the file is empty\n");
}

TEST(ProblemSinkTest, PrintsEachRemarkOnAGoodPicture) {
  std::ostringstream out;
  Frame frame = good_frame("good.jpg");
  frame.remarks = {"it holds 2 pictures", "5 boxes, the limit"};
  ProblemSink(out).write({.frame = frame, .detections = {}, .times = {}});
  EXPECT_EQ(out.str(), "good.jpg: it holds 2 pictures\ngood.jpg: 5 boxes, the limit\n");
}

}  // namespace
}  // namespace millrace::cli
