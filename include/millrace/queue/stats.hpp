#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "millrace/base/clock.hpp"

namespace millrace {

/// The distribution of a set of durations. The quantiles are at most 3.1 % above the true ones; the maximum is exact.
struct DurationSpread {
  Milliseconds p50{0};
  Milliseconds p90{0};
  Milliseconds p99{0};
  Milliseconds max{0};
};

/// What a queue has done since it was made; see InferQueue::stats(). A consistent snapshot, in which always
///
///   submitted = succeeded + failed + stopped + dropped + waiting + running
struct Stats {
  std::uint64_t submitted = 0;  ///< jobs that the queue accepted
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  std::uint64_t stopped = 0;  ///< cancelled, expired, or waiting when the queue was closed
  std::uint64_t dropped = 0;  ///< by WhenFull::kDropOldest

  std::size_t waiting = 0;     ///< accepted, and not started yet
  std::size_t running = 0;     ///< started, and without an outcome yet
  std::size_t letting_go = 0;  ///< stopped, but still on the device: their requests are not free yet
  std::size_t peak = 0;        ///< the most jobs that were waiting and running at once
  std::size_t blocked = 0;     ///< threads blocked in a call of the queue: for a request, for room, in drain()

  DurationSpread waited;     ///< from submission to the device start, of the jobs that were started
  DurationSpread ran;        ///< from the device start to completion
  DurationSpread delivered;  ///< from completion until the outcome was visible, or its continuation began

  std::uint64_t continuation_errors = 0;  ///< exceptions thrown by continuations, executors and trace hooks

  Milliseconds busy{0};        ///< time with at least one request running
  double utilisation = 0;      ///< share of all requests that ran, averaged over that time (0 to 1)
  double user_code_share = 0;  ///< share of that time in which completion threads ran continuations

  /// What to change when continuations hold up the device's completions; empty when they do not.
  ///
  /// Example: "continuations took 63 % of the time in which the device could report other results; set
  /// Options::deliver, so that they run elsewhere".
  std::string advice() const;
};

/// Queues of this process that stay in memory for good, with their requests. Their last owner let go inside one of
/// their own completion callbacks, where OpenVINO cannot destroy a request, and no thread could be started to do it. 0
/// unless threads or memory have run out. (A forked child's copies of its parent's queues are not counted.)
std::size_t leaked_queues() noexcept;

}  // namespace millrace
