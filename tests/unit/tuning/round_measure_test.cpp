#include "tuning/round_measure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "times.hpp"

namespace millrace::tuning {
namespace {

using std::chrono::milliseconds;
using ::testing::DoubleEq;
using ::testing::Each;
using ::testing::SizeIs;

/// A job that begins every 10 ms: 2 ms letterbox, 6 ms inference, 1 ms boxes; the process uses 5 ms of CPU a job.
JobRecord job(int number) {
  const int begun = 10 * number;
  return {.picture = static_cast<std::size_t>(number),
          .begun = at(begun),
          .started = at(begun + 2),
          .ended = at(begun + 8),
          .done = at(begun + 9),
          .cpu_at_done = milliseconds(5 * number)};
}

std::vector<JobRecord> jobs(int count) {
  std::vector<JobRecord> jobs;
  for (int i = 0; i < count; ++i) jobs.push_back(job(i));
  return jobs;
}

TEST(RoundMeasureTest, CountsWhatWasDoneBetweenTheMargins) {
  const RoundMeasure measure = measure_round(jobs(10), 2);
  EXPECT_EQ(measure.pictures, 6U);
  EXPECT_EQ(measure.occupancy.window, milliseconds(60));
  EXPECT_DOUBLE_EQ(measure.pictures_per_second(), 100);
}

TEST(RoundMeasureTest, TakesLatencyFromLetterboxToBoxesAndInferenceByItself) {
  const RoundMeasure measure = measure_round(jobs(10), 2);
  EXPECT_THAT(measure.latencies_ms, SizeIs(6));
  EXPECT_THAT(measure.latencies_ms, Each(DoubleEq(9)));
  EXPECT_THAT(measure.infer_ms, Each(DoubleEq(6)));
}

TEST(RoundMeasureTest, SeesTheDeviceBusyWhileRequestsRun) {
  const RoundMeasure measure = measure_round(jobs(10), 2);
  EXPECT_DOUBLE_EQ(measure.occupancy.busy_share(), 0.6);
  EXPECT_DOUBLE_EQ(measure.occupancy.mean_running(), 0.6);
}

TEST(RoundMeasureTest, CountsCpuTimeOverTheSameWindow) {
  EXPECT_EQ(measure_round(jobs(10), 2).cpu, milliseconds(30));
}

TEST(RoundMeasureTest, AFirstPictureThatTookLongDoesNotCount) {
  auto slow_start = jobs(10);
  slow_start[0].begun = at(-5000);
  slow_start[0].started = at(-4000);
  EXPECT_DOUBLE_EQ(measure_round(slow_start, 1).pictures_per_second(), 100);
}

TEST(RoundMeasureTest, RefusesTooFewJobs) {
  EXPECT_THROW(measure_round(jobs(4), 2), Error);
  EXPECT_THROW(measure_round(jobs(4), 0), Error);
}

TEST(RoundMeasureTest, HasNoSpeedWithoutTime) {
  EXPECT_EQ(RoundMeasure{}.pictures_per_second(), 0);
}

}  // namespace
}  // namespace millrace::tuning
