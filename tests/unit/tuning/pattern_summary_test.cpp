#include "tuning/pattern_summary.hpp"

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"

namespace millrace::tuning {
namespace {

/// `pictures` in a second, `cpu` of it CPU time, every picture with this latency and half of it on the device.
RoundMeasure second_of(std::size_t pictures, Milliseconds cpu, double latency_ms) {
  return {.pictures = pictures,
          .occupancy = {.window = Milliseconds(1000), .busy = Milliseconds(500), .running = Milliseconds(750)},
          .cpu = cpu,
          .latencies_ms = std::vector<double>(pictures, latency_ms),
          .infer_ms = std::vector<double>(pictures, latency_ms / 2)};
}

const PatternRounds kSync{.name = "sync",
                          .requests = 1,
                          .rounds = {second_of(10, Milliseconds(900), 100), second_of(20, Milliseconds(1100), 50)}};
const PatternRounds kQueue{.name = "queue",
                           .requests = 4,
                           .rounds = {second_of(30, Milliseconds(1800), 80), second_of(40, Milliseconds(1700), 60)}};

TEST(PatternSummaryTest, TakesSpeedOverTheRoundsAndRatiosRoundByRound) {
  const PatternSummary summary = summarise(kQueue, kSync);
  EXPECT_DOUBLE_EQ(summary.pictures_per_second.middle, 35);
  EXPECT_DOUBLE_EQ(summary.against_first.median, 2.5);  // of 3 and 2
}

TEST(PatternSummaryTest, TakesLatencyOverAllPictures) {
  const PatternSummary summary = summarise(kQueue, kSync);
  EXPECT_EQ(summary.latency.p50, Milliseconds(60));
  EXPECT_EQ(summary.latency.p90, Milliseconds(80));
  EXPECT_EQ(summary.infer.p99, Milliseconds(40));
  EXPECT_EQ(summary.pictures, 70U);
}

TEST(PatternSummaryTest, TakesOccupancyAndCpuOverAllRounds) {
  const PatternSummary summary = summarise(kQueue, kSync);
  EXPECT_DOUBLE_EQ(summary.occupancy.busy_share(), 0.5);
  EXPECT_DOUBLE_EQ(summary.occupancy.mean_running(), 0.75);
  EXPECT_DOUBLE_EQ(summary.cpu_share(2), 0.875);
  EXPECT_DOUBLE_EQ(summary.cpu_per_picture().count(), 50);
}

TEST(PatternSummaryTest, TheFirstPatternIsAsFastAsItself) {
  EXPECT_DOUBLE_EQ(summarise(kSync, kSync).against_first.median, 1);
}

TEST(PatternSummaryTest, RefusesAPatternWithoutRounds) {
  EXPECT_THROW(summarise({.name = "queue"}, kSync), Error);
}

}  // namespace
}  // namespace millrace::tuning
