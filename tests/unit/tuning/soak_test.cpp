#include "tuning/soak.hpp"

#include <string>

#include <gtest/gtest.h>

#include "fakes/in_time.hpp"
#include "millrace/base/error.hpp"

namespace millrace::tuning {
namespace {

constexpr std::chrono::milliseconds kShort(1000);

SoakReport soak(const std::string& device, const std::stop_token& stop = {}, std::chrono::milliseconds time = kShort) {
  static ov::Core core;
  SoakOptions options{.time = time};
  options.compile.device = device;
  return run_soak(core, options, stop);
}

/// The report of a soak test long enough for `has_enough`.
template <class F>
SoakReport soak_until(F has_enough) {
  SoakReport report;
  in_time(
      [&](std::chrono::milliseconds time) {
        report = soak("CPU", {}, time);
        return has_enough(report);
      },
      kShort);
  return report;
}

TEST(SoakTest, AccountsForEveryKindOfJob) {
  const SoakReport report = soak_until([](const SoakReport& each) {
    return each.jobs.failed > 0 && each.jobs.stopped > 0 && each.refused > 0 && each.thrown > 0 && each.queues > 0;
  });
  EXPECT_TRUE(report.sound());
  EXPECT_TRUE(report.jobs.balanced());
  EXPECT_GT(report.jobs.succeeded, 0U);
  EXPECT_GT(report.jobs.failed, 0U);
  EXPECT_GT(report.jobs.stopped, 0U);
  EXPECT_GT(report.refused, 0U);
  EXPECT_GT(report.thrown, 0U);
  EXPECT_GT(report.queues, 0U);
}

TEST(SoakTest, ComparesWithAPlainLoopRoundByRound) {
  const SoakReport report = soak_until([](const SoakReport& each) { return each.throughput.median > 0; });
  EXPECT_EQ(report.rounds, 10U);
  EXPECT_EQ(report.per_second.size(), 10U);
  EXPECT_EQ(report.loop_per_second.size(), 10U);
  EXPECT_GT(report.throughput.median, 0);
  EXPECT_GT(report.after.rss_bytes, 0);
}

TEST(SoakTest, HasNoFaultsWhereJobsShareABatch) {
  const SoakReport report = soak("BATCH:CPU(4)");
  EXPECT_TRUE(report.sound());
  EXPECT_GT(report.jobs.succeeded, 0U);
  EXPECT_EQ(report.jobs.failed, 0U);
}

TEST(SoakTest, EndsWithABalancedAccountWhenItIsStopped) {
  std::stop_source stop;
  stop.request_stop();
  const SoakReport report = soak("CPU", stop.get_token());
  EXPECT_TRUE(report.interrupted);
  EXPECT_TRUE(report.sound());
  EXPECT_EQ(report.rounds, 0U);
}

TEST(SoakTest, RefusesADeviceThatIsNotThere) {
  EXPECT_THROW(soak("GPU.7"), Error);
}

}  // namespace
}  // namespace millrace::tuning
