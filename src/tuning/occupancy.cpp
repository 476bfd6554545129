#include "tuning/occupancy.hpp"

#include <algorithm>

namespace millrace::tuning {

Occupancy& Occupancy::operator+=(const Occupancy& other) noexcept {
  window += other.window;
  busy += other.busy;
  running += other.running;
  return *this;
}

Occupancy occupancy(std::vector<TimeSpan> runs, const TimeSpan& window) {
  std::ranges::sort(runs, {}, &TimeSpan::begin);
  Occupancy result{.window = window.length()};
  Clock::time_point covered = window.begin;  // busy time is counted up to here
  for (const TimeSpan& run : runs) {
    const auto begin = std::max(run.begin, window.begin);
    const auto end = std::min(run.end, window.end);
    if (end <= begin) continue;
    result.running += end - begin;
    if (end <= covered) continue;
    result.busy += end - std::max(begin, covered);
    covered = end;
  }
  return result;
}

}  // namespace millrace::tuning
