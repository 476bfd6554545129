#include "queue/scheduling/job_state.hpp"

#include <utility>

#include "queue/scheduling/core.hpp"
#include "queue/scheduling/lease.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

Timing JobState::timing() const noexcept {
  // A job that never started spent all its time waiting.
  const auto start = started == Clock::time_point{} ? finished : started;
  return {.waited = start - submitted, .ran = finished - start, .total = finished - submitted};
}

bool JobState::done() const {
  base::MutexLock lock(mutex_);
  return done_;
}

void JobState::wait() {
  base::MutexLock lock(mutex_);
  while (!done_) became_done_.wait(lock);
}

bool JobState::wait_until(Clock::time_point time) {
  base::MutexLock lock(mutex_);
  while (!done_) {
    if (!became_done_.wait_until(lock, time)) return done_;
  }
  return true;
}

Continuation JobState::set_continuation(Continuation continuation) {
  base::MutexLock lock(mutex_);
  while (sealed_ && !done_) became_done_.wait(lock);
  if (done_) return continuation;
  continuation_ = std::move(continuation);
  return {};
}

bool JobState::has_continuation() const {
  base::MutexLock lock(mutex_);
  return static_cast<bool>(continuation_);
}

Continuation JobState::seal() noexcept {
  for (;;) {
    {
      base::MutexLock lock(mutex_);
      if (continuation_) return std::move(continuation_);
      if (!take_abandoned()) {
        sealed_ = true;
        return {};
      }
    }
    drop();
  }
}

void JobState::publish(bool to_continuation) noexcept {
  base::MutexLock lock(mutex_);
  done_ = true;
  continuation_has_outcome_ = to_continuation;
  became_done_.notify_all();
}

void JobState::let_go_of_outcome() noexcept {
  {
    base::MutexLock lock(mutex_);
    continuation_has_outcome_ = false;
    if (!take_abandoned()) return;
  }
  drop();
}

void JobState::abandon() noexcept {
  {
    base::MutexLock lock(mutex_);
    abandoned_ = true;
    while (sealed_ && !done_) became_done_.wait(lock);
    if (!done_ || continuation_has_outcome_ || !take_abandoned()) return;  // its holder drops it
  }
  drop();
}

// True for the one caller that must drop it.
bool JobState::take_abandoned() noexcept {
  return abandoned_ && !std::exchange(dropped_, true);
}

void JobState::drop() noexcept {
  userdata.reset();
  loan.reset();
  drop_outcome();
}

void JobState::StopJob::operator()() const noexcept {
  const auto stopper = job->stopper_.lock();
  const auto self = job->weak_from_this().lock();  // null when the last owner has just let go
  if (stopper && self) stopper->stop(self, StopReason::kCancelled);
}

bool run_continuation(Continuation continuation, JobState& job) noexcept {
  if (!continuation) return true;
  const ContinuationScope scope;
  const bool returned = run_user_code([&] { continuation(job); });
  continuation = {};  // destroys its captures inside the scope
  return returned;
}

}  // namespace millrace::scheduling
