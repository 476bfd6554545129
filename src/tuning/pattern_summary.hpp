#pragma once

#include <vector>

#include "millrace/base/clock.hpp"
#include "millrace/tuning/statistics.hpp"
#include "tuning/comparison.hpp"
#include "tuning/occupancy.hpp"
#include "tuning/paired_ratio.hpp"

namespace millrace::tuning {

/// Quantiles of many durations, by nearest rank.
struct Percentiles {
  Milliseconds p50{0};
  Milliseconds p90{0};
  Milliseconds p99{0};
};

/// All rounds of one pattern, condensed.
struct PatternSummary {
  Spread pictures_per_second = {};  ///< over the rounds
  PairedRatio against_first = {};   ///< how many times as fast as the first pattern
  Percentiles latency = {};         ///< of all pictures, from the letterbox to the boxes
  Percentiles infer = {};           ///< of all pictures, from the request's start to its completion
  Occupancy occupancy = {};         ///< all rounds together
  Milliseconds cpu{0};              ///< CPU time of the process, all rounds together
  std::size_t pictures = 0;         ///< in all rounds

  /// How much of `cpus` CPUs (CpuShare::usable()) the process used, 0 to 1.
  double cpu_share(double cpus) const noexcept;
  /// Mean CPU time per picture.
  Milliseconds cpu_per_picture() const noexcept;
};

/// Summarises `pattern` beside `first`, which has as many rounds: at least one, else Error kInvalidArgument.
PatternSummary summarise(const PatternRounds& pattern, const PatternRounds& first);

}  // namespace millrace::tuning
