#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "millrace/base/clock.hpp"
#include "millrace/queue/stop_reason.hpp"

namespace millrace {

/// One job's way through a queue, recorded once its continuation has returned and the device has let go of it.
struct TraceRecord {
  std::string_view device;   ///< where it runs ("CPU"); valid during the call only
  std::size_t requests = 0;  ///< how many requests the queue has

  std::uint64_t job = 0;            ///< Job::id()
  std::optional<std::size_t> slot;  ///< the request it ran on; nothing when it was never started
  Clock::time_point submitted = {};
  Clock::time_point started = {};    ///< the device start; meaningless without a slot
  Clock::time_point finished = {};   ///< it completed or was stopped
  Clock::time_point released = {};   ///< the device let go of the request: after `finished` if it was stopped
  Clock::time_point delivered = {};  ///< the outcome became visible
  Clock::time_point ended = {};      ///< its continuation returned

  bool failed = false;
  std::optional<StopReason> stopped = std::nullopt;
};

/// Gets every job's record, on the thread that ended the job, so it must not block for long. Counts as a continuation.
/// Its exceptions are caught and counted (Stats::continuation_errors).
using TraceHook = std::function<void(const TraceRecord&)>;

}  // namespace millrace
