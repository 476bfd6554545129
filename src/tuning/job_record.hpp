#pragma once

#include <cstddef>
#include <vector>

#include "millrace/base/clock.hpp"
#include "millrace/vision/detection.hpp"

namespace millrace::tuning {

/// One picture's way through a pattern: when what happened, and what was found.
struct JobRecord {
  std::size_t picture = 0;         ///< its index among the pictures
  Clock::time_point begun = {};    ///< the letterbox began
  Clock::time_point started = {};  ///< the request was started
  Clock::time_point ended = {};    ///< the request completed
  Clock::time_point done = {};     ///< the boxes were made
  Milliseconds cpu_at_done{0};     ///< process_cpu_time() then
  std::vector<Detection> detections = {};
};

}  // namespace millrace::tuning
