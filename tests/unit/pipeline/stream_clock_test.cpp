#include "pipeline/stream_clock.hpp"

#include <gtest/gtest.h>

namespace millrace::pipeline {
namespace {

Clock::time_point at(int milliseconds) {
  return Clock::time_point(std::chrono::hours(1)) + std::chrono::milliseconds(milliseconds);
}

TEST(StreamClockTest, BeginsAtOnceWhereAStreamIsFree) {
  StreamClock clock(2);
  EXPECT_EQ(clock.begin_of(at(0), at(10)), at(0));
  EXPECT_EQ(clock.begin_of(at(1), at(12)), at(1));
}

TEST(StreamClockTest, BeginsWhenTheFirstStreamBecomesFree) {
  StreamClock clock(2);
  clock.begin_of(at(0), at(10));
  clock.begin_of(at(1), at(12));
  EXPECT_EQ(clock.begin_of(at(2), at(20)), at(10));
  EXPECT_EQ(clock.begin_of(at(3), at(23)), at(12));
  EXPECT_EQ(clock.begin_of(at(30), at(40)), at(30));
}

TEST(StreamClockTest, KeepsAJobThatOvertookWithinItsOwnTime) {
  StreamClock clock(1);
  clock.begin_of(at(0), at(10));
  EXPECT_EQ(clock.begin_of(at(1), at(5)), at(5));
}

}  // namespace
}  // namespace millrace::pipeline
