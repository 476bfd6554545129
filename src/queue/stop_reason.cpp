#include "millrace/queue/stop_reason.hpp"

#include <string>

namespace millrace {

std::string_view to_string(StopReason reason) noexcept {
  switch (reason) {
    case StopReason::kCancelled: return "cancelled";
    case StopReason::kExpired: return "expired";
    case StopReason::kDropped: return "dropped";
    case StopReason::kClosed: return "closed";
  }
  return "unknown";
}

Stopped::Stopped(StopReason reason)
    : std::runtime_error("the job was stopped before it finished: " + std::string(to_string(reason))),
      reason_(reason) {}

}  // namespace millrace
