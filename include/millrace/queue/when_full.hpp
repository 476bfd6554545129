#pragma once

namespace millrace {

/// What submit() does when every request is busy and the backlog is full.
enum class WhenFull {
  kWait,        ///< it blocks until there is room
  kFail,        ///< it throws Error kFull
  kDropOldest,  ///< the job that waits longest is stopped (StopReason::kDropped) and makes room: the newest frame wins
};

}  // namespace millrace
