#pragma once

#include <atomic>
#include <coroutine>

namespace millrace::queue {

/// A coroutine that waits, resumed at most once; shared by its awaiter and the continuation that resumes it.
class Resumption {
 public:
  explicit Resumption(std::coroutine_handle<> waiting) noexcept : waiting_(waiting) {}

  /// False when the coroutine has been resumed or disarmed already.
  bool resume() {
    if (claimed_.exchange(true)) return false;
    waiting_.resume();
    return true;
  }

  /// For a coroutine that is being destroyed, or is not suspended after all.
  void disarm() noexcept { claimed_ = true; }

 private:
  const std::coroutine_handle<> waiting_;
  std::atomic<bool> claimed_ = false;
};

}  // namespace millrace::queue
