#pragma once

#include <vector>

#include "millrace/base/clock.hpp"

namespace millrace::tuning {

/// `end` is not before `begin`.
struct TimeSpan {
  Clock::time_point begin;
  Clock::time_point end;

  Milliseconds length() const noexcept { return end - begin; }
};

/// How full a device was during some time.
struct Occupancy {
  Milliseconds window{0};   ///< how long it was watched
  Milliseconds busy{0};     ///< with at least one request running
  Milliseconds running{0};  ///< the running times of all requests together

  /// The share of the time with at least one request running, 0 to 1; 0 if no time passed.
  double busy_share() const noexcept { return window.count() > 0 ? busy / window : 0; }
  /// The mean number of running requests.
  double mean_running() const noexcept { return window.count() > 0 ? running / window : 0; }

  Occupancy& operator+=(const Occupancy& other) noexcept;
};

/// How full `runs`, each from a request's start to its completion, kept the device inside `window`; what lies outside
/// is cut off. A request waiting in the device's own queue counts as running: it looks the same from outside.
Occupancy occupancy(std::vector<TimeSpan> runs, const TimeSpan& window);

}  // namespace millrace::tuning
