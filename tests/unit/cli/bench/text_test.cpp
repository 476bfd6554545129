#include "cli/bench/text.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/text/text_layout.hpp"
#include "fakes/golden.hpp"
#include "sample_bench.hpp"

namespace millrace::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

std::string bench_text_of(const std::vector<SamplePattern>& patterns = clear_winner(), const Terminal& terminal = {}) {
  return bench_text(sample_bench(patterns), terminal);
}

TEST(BenchTextTest, ShowsALineForEachPattern) {
  EXPECT_THAT(bench_text_of(), HasSubstr(R"(
                 pictures/s        as fast as sync     latency, ms      device
pattern     req. median half       median 95 %        p50   p99  busy  jobs  CPU
sync           1   28.0 28.0-28.1   1.00x            40.0  40.0  100%  1.50  50%
two in turn    2   50.0 50.0-50.1   1.79x 1.79-1.79  40.0  40.0  100%  1.50  50%
)"));
}

TEST(BenchTextTest, SaysWhatWasCompiled) {
  EXPECT_THAT(bench_text_of(), HasSubstr("yolov5n.onnx: yolov5, 640x640 in bf16, cut"));
  EXPECT_THAT(bench_text_of(), HasSubstr("AUTO (CPU) in bf16, hint throughput, 2 streams, 2 requests optimal\n"));
}

TEST(BenchTextTest, SaysWhatWasAskedOfTheHintAndWhetherTheCacheWasUsed) {
  tuning::BenchReport report = sample_bench(clear_winner());
  report.setup.asked.hint_requests = 1;
  report.setup.from_cache = true;
  EXPECT_THAT(bench_text(report, {}), HasSubstr("hint throughput for 1 request, 2 streams"));
  EXPECT_THAT(bench_text(report, {}), HasSubstr("the model cache\n"));
}

TEST(BenchTextTest, SaysHowManyPicturesWereKeptAndLeftOut) {
  EXPECT_THAT(bench_text_of(), ContainsRegex("pictures +2 in memory, decoded beforehand"));
  tuning::BenchReport report = sample_bench(clear_winner());
  report.left_out = 98;
  report.limits.pictures = 2;
  EXPECT_THAT(bench_text(report, {}), HasSubstr("the first 2 in memory (98 more left out: --pictures takes"));
  report.limits.pictures = 32;
  EXPECT_THAT(bench_text(report, {}), HasSubstr("the first 2 in memory (98 more left out: they would take"));
}

TEST(BenchTextTest, LeavesTheIntervalOutWithTooFewRounds) {
  EXPECT_THAT(bench_text_of({{.name = "sync", .pictures_per_second = {10, 10}},
                             {.name = "queue", .pictures_per_second = {20, 20}}}),
              ContainsRegex("\nqueue +1 +20\\.0 +20\\.0-20\\.0 +2\\.00x +40\\.0 "));
}

TEST(BenchTextTest, EndsWithDetectionsVerdictAndWhatToTryNext) {
  EXPECT_THAT(bench_text_of(), HasSubstr("equal: 1234 results checked against sync; 7 objects in 2 pictures\n"));
  EXPECT_THAT(bench_text_of(), ContainsRegex("\nverdict +queue ahead is fastest"));
  EXPECT_THAT(bench_text_of(), ContainsRegex("\nnext +--requests 8 "));
}

/// The text of a bench in which everything was so many times as fast; each of its lines must fit a terminal.
std::string narrow_text_of(std::vector<SamplePattern> patterns, double factor) {
  for (SamplePattern& pattern : patterns) {
    for (double& speed : pattern.pictures_per_second) speed *= factor;
  }
  const std::string text = bench_text_of(patterns);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), kLineWidth) << line;
  return text;
}

TEST(BenchTextTest, KeepsItsLinesShortAndIsPlainWithoutATerminal) {
  EXPECT_THAT(narrow_text_of(tie_in_front(), 100), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(bench_text_of(), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(bench_text_of(clear_winner(), {.colour = true}), HasSubstr("\x1b["));
}

TEST(BenchTextTest, KeepsItsTableNarrowForFastModels) {
  EXPECT_THAT(narrow_text_of(tie_in_front(), 300), HasSubstr(" 16.1-17.6k "));
}

TEST(BenchTextTest, IsWhatTheGoldenFileHolds) {
  expect_golden_text("unit/cli/bench/golden/clear_winner.txt", bench_text_of());
  expect_golden_text("unit/cli/bench/golden/tie_in_front.txt", bench_text_of(tie_in_front(), {.colour = true}));
}

}  // namespace
}  // namespace millrace::cli
