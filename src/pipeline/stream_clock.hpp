#pragma once

#include <cstddef>
#include <functional>
#include <queue>
#include <vector>

#include "millrace/base/clock.hpp"

namespace millrace::pipeline {

/// Tells when a device really began each job. A device holds more jobs than it runs side by side, so that none of its
/// streams waits for us; the time a job lies there is not time the device spent on it, and OpenVINO does not report it.
class StreamClock {
 public:
  /// `streams`: how many jobs the device runs side by side; at least 1.
  explicit StreamClock(std::size_t streams);

  /// When the device began a job with these times: when it was handed over, or, if all streams were busy, when the
  /// first of them became free. Call in the order in which jobs are handed over.
  Clock::time_point begin_of(Clock::time_point handed_over, Clock::time_point completed);

 private:
  // When each stream completes the last job it was given, the first to do so at the top.
  std::priority_queue<Clock::time_point, std::vector<Clock::time_point>, std::greater<>> free_;
};

}  // namespace millrace::pipeline
