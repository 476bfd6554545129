#pragma once

#include <cstddef>
#include <cstdint>

#include "base/histogram.hpp"
#include "millrace/base/clock.hpp"
#include "millrace/queue/stats.hpp"
#include "millrace/queue/stop_reason.hpp"

namespace millrace::scheduling {

/// Counts what becomes of the jobs, in bounded memory. Not thread-safe: guarded by the core's mutex.
class Account {
 public:
  explicit Account(std::size_t slots) : slots_(slots) {}

  // Each job: accept, then start or end_unstarted, then end.
  void accept() noexcept;
  void start(Clock::time_point now, Milliseconds waited) noexcept;
  void fail_unstarted() noexcept;
  void stop_unstarted(StopReason reason) noexcept;
  void end(bool failed, Milliseconds ran) noexcept;
  void stop_started(StopReason reason) noexcept;

  /// The device has let go of a slot. `stopped`: its job had been stopped before.
  void let_go(Clock::time_point now, bool stopped) noexcept;

  void deliver(Milliseconds took) noexcept { delivered_.add(took); }
  void continuation_error() noexcept { ++counts_.continuation_errors; }
  /// A completion thread ran a continuation for `took`.
  void user_code(Clock::duration took) noexcept { user_code_ += took; }

  /// Running jobs, and stopped ones that the device still holds.
  std::size_t on_device() const noexcept { return on_device_; }
  std::size_t letting_go() const noexcept { return counts_.letting_go; }
  /// When the device last started from idle, or let go of a slot.
  Clock::time_point last_progress() const noexcept { return last_progress_; }

  Stats stats(Clock::time_point now) const;

 private:
  void count_stop(StopReason reason) noexcept;
  void pass(Clock::time_point now) noexcept;

  std::size_t slots_;
  Stats counts_;  // only its counters are kept here
  base::Histogram waited_;
  base::Histogram ran_;
  base::Histogram delivered_;
  std::size_t on_device_ = 0;
  Clock::time_point last_{};  // busy_ and slot_time_ are counted up to here
  Clock::time_point last_progress_{};
  Clock::duration busy_{};       // with at least one slot on the device
  Clock::duration slot_time_{};  // summed over the slots
  Clock::duration user_code_{};
};

}  // namespace millrace::scheduling
