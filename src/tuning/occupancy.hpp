#pragma once

#include <vector>

#include "millrace/base/clock.hpp"

namespace millrace::tuning {

/// From `begin` to `end`, not before it.
struct TimeSpan {
  Clock::time_point begin;
  Clock::time_point end;

  Milliseconds length() const noexcept { return end - begin; }
};

/// How full a device was over some time.
struct Occupancy {
  Milliseconds window{0};   ///< how long it was watched
  Milliseconds busy{0};     ///< of that, with at least one request running
  Milliseconds running{0};  ///< the running times of all requests together

  /// The share of the time with at least one request running, 0 to 1; 0 for no time.
  double busy_share() const noexcept { return window.count() > 0 ? busy / window : 0; }
  /// How many requests were running in the mean.
  double mean_running() const noexcept { return window.count() > 0 ? running / window : 0; }

  Occupancy& operator+=(const Occupancy& other) noexcept;
};

/// How full `runs`, from the start to the completion of a request each, kept the device inside `window`; what lies
/// outside is cut off. A request that waits in the device's own queue counts as running: from outside it looks so.
Occupancy occupancy(std::vector<TimeSpan> runs, const TimeSpan& window);

}  // namespace millrace::tuning
