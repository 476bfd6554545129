#include "pipeline/stream_clock.hpp"

#include <algorithm>

namespace millrace::pipeline {

StreamClock::StreamClock(std::size_t streams)
    : free_(std::greater<>(), std::vector<Clock::time_point>(std::max<std::size_t>(1, streams))) {}

Clock::time_point StreamClock::begin_of(Clock::time_point handed_over, Clock::time_point completed) {
  const auto begin = std::min(std::max(handed_over, free_.top()), completed);
  free_.pop();
  free_.push(completed);
  return begin;
}

}  // namespace millrace::pipeline
