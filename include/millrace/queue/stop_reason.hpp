#pragma once

#include <stdexcept>
#include <string_view>

namespace millrace {

/// Why a job ended early.
enum class StopReason {
  kCancelled,  ///< by its Job (cancel() or dropped), its stop_token or cancel_all()
  kExpired,    ///< its deadline passed
  kDropped,    ///< it had waited longest when a newer job came (WhenFull::kDropOldest)
  kClosed,     ///< the queue was closed while the job waited
};

/// "cancelled", "expired", "dropped", "closed".
std::string_view to_string(StopReason reason) noexcept;

/// Thrown by Job::get() for a job that was stopped, and by a blocking call whose stop_token fired.
class Stopped : public std::runtime_error {
 public:
  explicit Stopped(StopReason reason);

  StopReason reason() const noexcept { return reason_; }

 private:
  StopReason reason_;
};

}  // namespace millrace
