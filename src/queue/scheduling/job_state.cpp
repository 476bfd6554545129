#include "queue/scheduling/job_state.hpp"

#include <utility>

#include "queue/scheduling/thread_role.hpp"

namespace millrace::scheduling {

Timing JobState::timing() const noexcept {
  // A job that never started has waited all its time.
  const auto start = started == Clock::time_point{} ? finished : started;
  return {.waited = start - submitted, .ran = finished - start, .total = finished - submitted};
}

bool JobState::done() const {
  MutexLock lock(mutex_);
  return done_;
}

void JobState::wait() {
  MutexLock lock(mutex_);
  while (!done_) became_done_.wait(lock);
}

bool JobState::wait_until(Clock::time_point deadline) {
  MutexLock lock(mutex_);
  while (!done_) {
    if (!became_done_.wait_until(lock, deadline)) return done_;
  }
  return true;
}

Continuation JobState::set_continuation(Continuation continuation) {
  MutexLock lock(mutex_);
  if (done_) return continuation;
  continuation_ = std::move(continuation);
  return {};
}

bool JobState::has_continuation() const {
  MutexLock lock(mutex_);
  return static_cast<bool>(continuation_);
}

Continuation JobState::publish() noexcept {
  MutexLock lock(mutex_);
  done_ = true;
  became_done_.notify_all();
  return std::move(continuation_);
}

void run_continuation(Continuation continuation, JobState& job) noexcept {
  if (!continuation) return;
  const ContinuationScope scope;
  try {
    continuation(job);
  } catch (...) {
    // A continuation has no caller to throw to. What it threw ends here and poisons nothing.
  }
  continuation = {};  // destroys what it captured while the scope still stands
}

}  // namespace millrace::scheduling
