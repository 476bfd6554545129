#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "millrace/base/clock.hpp"
#include "tuning/job_record.hpp"
#include "tuning/occupancy.hpp"

namespace millrace::tuning {

/// What one pattern did in one round, in its steady state.
struct RoundMeasure {
  std::size_t pictures = 0;               ///< pictures measured
  Occupancy occupancy = {};               ///< over the time they took
  Milliseconds cpu{0};                    ///< CPU time of the process meanwhile
  std::vector<double> latencies_ms = {};  ///< of each picture, from the letterbox to its boxes
  std::vector<double> infer_ms = {};      ///< of each picture, from the request's start to its completion

  /// 0 when no time passed.
  double pictures_per_second() const noexcept;
};

/// Measures the jobs between the first and the last `margin` ones (at least 1), from the moment when the last of the
/// first ones was done until the last measured one was. If `margin` is at least the number of a pattern's requests,
/// their filling and draining does not count. `jobs` are in order of completion. Throws Error kInvalidArgument unless
/// there are more than 2 * margin.
RoundMeasure measure_round(std::span<const JobRecord> jobs, std::size_t margin);

}  // namespace millrace::tuning
