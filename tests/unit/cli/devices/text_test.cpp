#include "cli/devices/text.hpp"

#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/text/text_layout.hpp"
#include "fakes/golden.hpp"
#include "sample_report.hpp"

namespace millrace::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string devices_text_of(const DevicesTextOptions& options = {}, const Terminal& terminal = {}) {
  return devices_text(sample_report(), options, terminal);
}

TEST(DevicesTextTest, BeginsWithTheVersionAndTheAvailableDevices) {
  EXPECT_THAT(devices_text_of(), StartsWith("OpenVINO "));
  EXPECT_THAT(devices_text_of(), ContainsRegex("\nAvailable devices +CPU \\(A processor\\)\nModel +net.onnx\n"));
}

TEST(DevicesTextTest, ShowsEachPropertyUnderItsHint) {
  EXPECT_THAT(devices_text_of(), ContainsRegex("\nCPU +THROUGHPUT\n"));
  EXPECT_THAT(devices_text_of(), ContainsRegex("  NUM_STREAMS +4\n"));
  EXPECT_THAT(devices_text_of(), ContainsRegex("  requests per stream +2\n"));
  EXPECT_THAT(devices_text_of(), ContainsRegex("  RANGE_FOR_STREAMS +1\\.\\.16\n"));
  EXPECT_THAT(devices_text_of(), ContainsRegex("  GPU_QUEUE_PRIORITY +n/a\n"));
}

TEST(DevicesTextTest, SaysOnceWhyDevicesAreNotThere) {
  EXPECT_THAT(devices_text_of(), ContainsRegex("Not available here\n  GPU\\.0, GPU\\.1 +no GPU\n"));
}

TEST(DevicesTextTest, ExplainsStreamRequestAndQueueInAnyCaseAndTheRestWhenAsked) {
  for (const char* word : {"  stream ", "  request ", "  queue "}) EXPECT_THAT(devices_text_of(), HasSubstr(word));
  EXPECT_THAT(devices_text_of(), Not(HasSubstr("Hints\n")));
  EXPECT_THAT(devices_text_of({.explain = true}), HasSubstr("Hints\n"));
}

TEST(DevicesTextTest, ListsEveryPropertyWhenAsked) {
  EXPECT_THAT(devices_text_of(), Not(HasSubstr("NETWORK_NAME")));
  EXPECT_THAT(devices_text_of({.all = true}), HasSubstr("NETWORK_NAME"));
  EXPECT_THAT(devices_text_of({.all = true}), HasSubstr("FULL_DEVICE_NAME"));
}

TEST(DevicesTextTest, KeepsItsLinesShortAndIsPlainWithoutATerminal) {
  std::istringstream lines(devices_text_of({.all = true, .explain = true}));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), kLineWidth) << line;
  EXPECT_THAT(devices_text_of(), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(devices_text_of({}, {.colour = true}), HasSubstr("\x1b["));
}

TEST(DevicesTextTest, IsWhatTheGoldenFileHolds) {
  const auto without_version = [](const std::string& text) { return text.substr(text.find('\n') + 1); };
  expect_golden_text("unit/cli/devices/golden/table.txt", without_version(devices_text_of()));
  expect_golden_text("unit/cli/devices/golden/everything.txt",
                     without_version(devices_text_of({.all = true, .explain = true}, {.colour = true})));
}

}  // namespace
}  // namespace millrace::cli
