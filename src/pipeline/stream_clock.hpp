#pragma once

#include <cstddef>
#include <functional>
#include <queue>
#include <vector>

#include "millrace/base/clock.hpp"

namespace millrace::pipeline {

/// Tells when a device really began with each job. It holds more of them than it runs side by side, so that none of its
/// streams waits for us; how long a job lay there is no time that the device spent on it, and OpenVINO does not tell.
class StreamClock {
 public:
  /// `streams`: how many jobs the device runs side by side; at least 1.
  explicit StreamClock(std::size_t streams);

  /// When the device began with a job that was handed to it and completed then: at once, or where all streams were busy
  /// when the first of them became free. Jobs come in the order in which they were handed over.
  Clock::time_point begin_of(Clock::time_point handed_over, Clock::time_point completed);

 private:
  // When each stream completes the last job it was given, the first to do so at the top.
  std::priority_queue<Clock::time_point, std::vector<Clock::time_point>, std::greater<>> free_;
};

}  // namespace millrace::pipeline
