#include "cli/bench/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_bench.hpp"

namespace millrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(VerdictWordsTest, NameTheFastestAndItsLeadOverEachOther) {
  EXPECT_EQ(verdict_words(sample_bench(clear_winner())),
            "queue ahead is fastest: 1.10x queue (1.10-1.10), 1.12x two in turn (1.12-1.12), 2.00x sync (2.00-2.00).");
}

TEST(VerdictWordsTest, SayWhatTheLeaderCannotBeToldFromAndWhatItBeats) {
  EXPECT_EQ(verdict_words(sample_bench(tie_in_front())),
            "two in turn and queue ahead cannot be told apart in these rounds; two in turn is 1.10x queue (1.05-1.15), "
            "2.01x sync (1.92-2.10).");
}

// Two in turn has the best median against sync, and queue ahead the best of its own.
TEST(VerdictWordsTest, NameNobodyInFrontWhomTheTableShowsBehind) {
  const std::vector<SamplePattern> patterns = {
      {.name = "sync", .pictures_per_second = {10, 12, 21, 22, 23}},
      {.name = "two in turn", .pictures_per_second = {20, 24, 24, 24, 24}},
      {.name = "queue ahead", .pictures_per_second = {10, 12, 24.1, 25, 26}},
  };
  EXPECT_EQ(verdict_words(sample_bench(patterns)), "too few rounds to tell (6 are needed).");
}

TEST(VerdictWordsTest, SayWhenNothingCanBeToldApart) {
  EXPECT_EQ(verdict_words(sample_bench({{.name = "sync", .pictures_per_second = ten_wavering_rounds(28)},
                                        {.name = "two in turn", .pictures_per_second = ten_rounds(28)},
                                        {.name = "queue", .pictures_per_second = ten_rounds(28)}})),
            "sync, two in turn and queue cannot be told apart in these rounds.");
}

TEST(CoresTextTest, NamesWhatThisProcessMayUse) {
  EXPECT_EQ(cores_text({.present = 1, .allowed = 1}), "1 core");
  EXPECT_EQ(cores_text({.present = 8, .allowed = 8}), "8 cores");
  EXPECT_EQ(cores_text({.present = 8, .allowed = 8, .quota = 1.5}), "1.5 of 8 cores");
  EXPECT_EQ(cores_text({.present = 8, .allowed = 2, .quota = 10}), "2 of 8 cores");
  EXPECT_EQ(cores_text({.present = 100, .allowed = 100, .quota = 10}), "10 of 100 cores");
}

tuning::ComparisonStep step_that_leaves(double seconds, std::size_t rounds = 10) {
  return {.round = 0,
          .rounds = rounds,
          .pattern = "sync",
          .pictures_a_round = 16,
          .left = std::chrono::duration<double>(seconds)};
}

TEST(LongerWordsTest, SayHowLongAndWhyAndWhatIsShorter) {
  EXPECT_EQ(longer_words(step_that_leaves(62), 1, 4),
            "this takes about 62 s and not 4.0 s: 10 rounds of 16 pictures a pattern, so that every request runs a few "
            "times, after a look at every picture; --rounds 6 takes about 37 s");
  EXPECT_THAT(longer_words(step_that_leaves(62, 6), 1, 4), Not(HasSubstr("--rounds")));
}

TEST(LongerWordsTest, AreNoneWhereItTakesAboutAsLongAsAsked) {
  EXPECT_EQ(longer_words(step_that_leaves(45), 10, 4), "");
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
  tuning::BenchReport report = sample_bench(clear_winner());
  report.setup.streams = "1";
  EXPECT_THAT(next_step(report), StartsWith("--streams 2"));
}

TEST(NextStepTest, OffersFewerThreadsWhereAQuotaLeavesLessThanTheCores) {
  tuning::BenchReport report = sample_bench(clear_winner());
  report.setup.cpus = {.present = 8, .allowed = 8, .quota = 1.5};
  EXPECT_EQ(next_step(report),
            "--threads 2: the device starts a thread for each of 8 cores, and a quota leaves this process 1.5 of 8 "
            "cores.");
  report.setup.asked.threads = 2;
  EXPECT_THAT(next_step(report), StartsWith("--requests 8"));
}

TEST(NextStepTest, OffersNoSecondStreamToOneCore) {
  tuning::BenchReport report = sample_bench(clear_winner());
  report.setup.streams = "1";
  report.setup.cpus = {.present = 8, .allowed = 1};
  EXPECT_THAT(next_step(report), StartsWith("more cores: this process may use 1 of 8 cores"));
}

TEST(NextStepTest, OffersALongerRunForATieAndTheSimplestOfTheFastestMeanwhile) {
  EXPECT_EQ(next_step(sample_bench(tie_in_front())),
            "--rounds 30 --time 30 tells smaller differences; until then take the simplest: two in turn.");
}

TEST(NextStepTest, OffersMoreRequestsOrLessLatencyAfterAClearResult) {
  EXPECT_THAT(next_step(sample_bench(clear_winner())), HasSubstr("--requests 8"));
}

TEST(MismatchWordsTest, NamePicturePatternAndDifference) {
  tuning::BenchReport report = sample_bench(clear_winner());
  report.comparison.mismatch =
      tuning::Mismatch{.pattern = 2, .picture = 1, .difference = "found 5 detections instead of 4"};
  EXPECT_THAT(mismatch_words(report), StartsWith("b.jpg: 'queue' found 5 detections instead of 4"));
  EXPECT_THAT(mismatch_words(report), HasSubstr("--precision f32"));
}

}  // namespace
}  // namespace millrace::cli
