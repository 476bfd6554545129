#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "millrace/base/clock.hpp"

namespace millrace {

/// What a queue's watchdog saw when jobs ran but none had completed for Options::stall_timeout.
struct StallReport {
  /// A request that the device still holds.
  struct Run {
    std::size_t slot = 0;
    std::uint64_t job = 0;  ///< Job::id()
    Milliseconds age{0};    ///< since its start
    bool stopped = false;   ///< its job was stopped, but the device has not let go of the request
  };

  Milliseconds quiet{0};  ///< since the last completion, or since the first start after an idle time
  std::vector<Run> running;
  std::size_t waiting_jobs = 0;        ///< accepted jobs that wait for a request
  std::size_t blocked_submitters = 0;  ///< threads blocked in submit() or start_async()
  std::size_t blocked_acquirers = 0;   ///< threads and coroutines waiting to lease a request

  /// The report in a few lines.
  std::string text() const;
};

/// Gets a report once per stall, on the thread that watches all queues of the process, so it must not block for long.
/// Its exceptions are caught and counted (Stats::continuation_errors).
using StallHook = std::function<void(const StallReport&)>;

}  // namespace millrace
