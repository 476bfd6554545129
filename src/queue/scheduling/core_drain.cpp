#include <utility>

#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

// Waiting for jobs to end, and helping meanwhile.

// If the call may end jobs itself, a frame is on the stack already; its steps run here, without the lock.
void Core::wait_or_work(base::CondVar& changed, base::MutexLock& lock, const JobState* awaited) {
  Helper helper{.changed = changed, .awaited = awaited};
  helpers_.add(helper);
  changed.wait(lock);
  if (helpers_.remove(helper)) return;
  mutex_.unlock();  // `lock` goes on holding it for the caller
  {
    const Frame frame;
    Frame::push_start(std::move(helper.job), helper.slot);
    Frame::run_steps();
  }
  mutex_.lock();
}

// If the device has threads of its own, the job is waited for without the core.
void Core::wait_for(JobState& job) {
  if (!completes_inline_.load(std::memory_order_relaxed) || job.has_continuation()) {
    job.wait();
    return;
  }
  base::CondVar ended;
  base::MutexLock lock(mutex_);
  while (!job.done()) wait_or_work(ended, lock, &job);
}

bool Core::drain(Clock::time_point deadline) {
  base::MutexLock lock(mutex_);
  if (pending_ == 0) return true;
  if (in_continuation()) throw_would_deadlock("drain()");
  Drain drain{.before = next_id_, .remaining = pending_};
  drains_.add(drain);
  {
    const Counted counted(blocked_);
    bool in_time = true;
    while (drain.remaining != 0 && in_time) {
      if (deadline == Clock::time_point::max()) {
        wait_or_work(drain.became_empty, lock);
      } else {
        in_time = drain.became_empty.wait_until(lock, deadline);
      }
    }
  }
  drains_.remove(drain);
  return drain.remaining == 0;
}

void Core::wait_idle(const char* caller) {
  {
    base::MutexLock lock(mutex_);
    if (pending_ != 0 && in_continuation()) throw_would_deadlock(caller);
    const Counted counted(blocked_);
    while (pending_ != 0) wait_or_work(became_idle_, lock);
  }
  wait_for_callbacks();
}

void Core::retire() noexcept {
  if (made_.forked()) return;
  {
    base::MutexLock lock(mutex_);
    retiring_ = true;
    tell_if_idle();
    if (in_continuation()) return;  // running jobs keep the core alive and end on their own
    const Counted counted(blocked_);
    while (unfinished() != 0) wait_or_work(became_idle_, lock);
  }
  wait_for_callbacks();
}

// Completion threads may still be returning from a callback, holding the core; meanwhile the runtime calls the request
// busy.
void Core::wait_for_callbacks() noexcept {
  for (std::size_t slot = 0; slot < size(); ++slot) {
    if (may_wait_for(slot)) wait_until_quiet(slot);
  }
}

// Inside a continuation, never wait for another one's user code.
bool Core::may_wait_for(std::size_t slot) const noexcept {
  if (!in_continuation()) return true;
  base::MutexLock lock(mutex_);
  return slots_.callbacks(slot) == 0;
}

std::size_t Core::unfinished() const {
  return pending_ + leasing_ + account_.letting_go();
}

// When a retiring core closes, only blocked threads are left in its line.
void Core::tell_if_idle() {
  if (retiring_ && !closed_ && unfinished() == 0) close_line();
  if (pending_ == 0) became_idle_.notify_all();
}

}  // namespace millrace::scheduling
