#include "tuning/occupancy.hpp"

#include <gtest/gtest.h>

#include "times.hpp"

namespace millrace::tuning {
namespace {

using std::chrono::milliseconds;

TimeSpan span(int begin, int end) {
  return {at(begin), at(end)};
}

TEST(OccupancyTest, OneRunOfHalfTheTimeKeepsTheDeviceHalfBusy) {
  const Occupancy result = occupancy({span(20, 70)}, span(0, 100));
  EXPECT_DOUBLE_EQ(result.busy_share(), 0.5);
  EXPECT_DOUBLE_EQ(result.mean_running(), 0.5);
}

TEST(OccupancyTest, RunsSideBySideAreBusyOnceAndRunningTwice) {
  const Occupancy result = occupancy({span(0, 60), span(20, 80)}, span(0, 100));
  EXPECT_DOUBLE_EQ(result.busy_share(), 0.8);
  EXPECT_DOUBLE_EQ(result.mean_running(), 1.2);
}

TEST(OccupancyTest, ARunInsideAnotherAddsNoBusyTime) {
  const Occupancy result = occupancy({span(0, 90), span(20, 30), span(80, 100)}, span(0, 100));
  EXPECT_DOUBLE_EQ(result.busy_share(), 1.0);
  EXPECT_DOUBLE_EQ(result.mean_running(), 1.2);
}

TEST(OccupancyTest, TheOrderOfTheRunsDoesNotMatter) {
  const Occupancy result = occupancy({span(50, 60), span(0, 10), span(5, 55)}, span(0, 100));
  EXPECT_DOUBLE_EQ(result.busy_share(), 0.6);
}

TEST(OccupancyTest, WhatLiesOutsideTheWindowIsCutOff) {
  const Occupancy result = occupancy({span(0, 110), span(95, 130), span(190, 400), span(300, 310)}, span(100, 200));
  EXPECT_DOUBLE_EQ(result.busy_share(), 0.4);
  EXPECT_DOUBLE_EQ(result.mean_running(), 0.5);
}

TEST(OccupancyTest, NothingRunningIsAnIdleDevice) {
  const Occupancy result = occupancy({}, span(0, 100));
  EXPECT_EQ(result.busy_share(), 0);
  EXPECT_EQ(result.mean_running(), 0);
}

TEST(OccupancyTest, NoTimeIsNoShare) {
  EXPECT_EQ(Occupancy{}.busy_share(), 0);
  EXPECT_EQ(Occupancy{}.mean_running(), 0);
}

TEST(OccupancyTest, AddsUpByTime) {
  Occupancy both = occupancy({span(0, 100)}, span(0, 100));
  both += occupancy({}, span(0, 300));
  EXPECT_DOUBLE_EQ(both.busy_share(), 0.25);
}

}  // namespace
}  // namespace millrace::tuning
