#include "cli/bench_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_bench.hpp"

namespace millrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(VerdictWordsTest, NameTheFastestAndItsLeadOverEachOther) {
  EXPECT_EQ(verdict_words(sample_bench(clear_winner())),
            "queue ahead is fastest; it beats queue 1.10x (1.10-1.10), two in turn 1.12x (1.12-1.12), sync 2.00x "
            "(2.00-2.00).");
}

TEST(VerdictWordsTest, SayWhatTheLeaderCannotBeToldFromAndWhatItBeats) {
  EXPECT_EQ(verdict_words(sample_bench(tie_in_front())),
            "two in turn is in front, but not separable from queue ahead 1.00x (0.96-1.05); it beats queue 1.10x "
            "(1.05-1.15), sync 2.01x (1.92-2.10).");
}

TEST(VerdictWordsTest, SayWhenThereWereTooFewRounds) {
  EXPECT_EQ(verdict_words(sample_bench({{.name = "sync", .pictures_per_second = {10, 10}},
                                        {.name = "queue", .pictures_per_second = {20, 20}}})),
            "too few rounds to tell (6 are needed); queue was in front, 2.00x as fast as sync.");
  EXPECT_EQ(verdict_words(sample_bench(
                {{.name = "sync", .pictures_per_second = {10}}, {.name = "queue", .pictures_per_second = {9}}})),
            "too few rounds to tell (6 are needed); sync was in front.");
}

TEST(NextStepTest, AsksForMoreRoundsWhenThereWereTooFew) {
  EXPECT_THAT(next_step(sample_bench({{.name = "sync", .pictures_per_second = {10, 10}}})), StartsWith("--rounds 10"));
}

TEST(NextStepTest, PointsFromLatencyToThroughput) {
  EXPECT_THAT(next_step(sample_bench(clear_winner(), PerformanceHint::kLatency)), StartsWith("--hint throughput"));
}

TEST(NextStepTest, OffersMoreRequestsToADeviceThatWaits) {
  auto patterns = clear_winner();
  patterns[3].busy_share = 0.7;
  EXPECT_THAT(next_step(sample_bench(patterns)), StartsWith("--requests 8: even with queue ahead the device"));
}

TEST(NextStepTest, PointsToStreamsWhenTheDeviceRunsOneRequestAtATime) {
  BenchReport report = sample_bench(clear_winner());
  report.setup.streams = "1";
  EXPECT_THAT(next_step(report), StartsWith("--streams 2"));
}

TEST(NextStepTest, OffersALongerRunForATieAndTheSimplestOfTheFastestMeanwhile) {
  EXPECT_EQ(next_step(sample_bench(tie_in_front())),
            "--rounds 30 --time 30 tells smaller differences; until then take the simplest: two in turn.");
}

TEST(NextStepTest, OffersMoreRequestsOrLessLatencyAfterAClearResult) {
  EXPECT_THAT(next_step(sample_bench(clear_winner())), HasSubstr("--requests 8"));
}

TEST(MismatchWordsTest, NamePicturePatternAndDifference) {
  BenchReport report = sample_bench(clear_winner());
  report.comparison.mismatch = Mismatch{.pattern = 2, .picture = 1, .difference = "found 5 detections instead of 4"};
  EXPECT_THAT(mismatch_words(report), StartsWith("b.jpg: 'queue' found 5 detections instead of 4"));
  EXPECT_THAT(mismatch_words(report), HasSubstr("--precision f32"));
}

}  // namespace
}  // namespace millrace::cli
