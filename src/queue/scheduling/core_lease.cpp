#include <optional>
#include <utility>

#include "millrace/base/error.hpp"
#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

// Leases: slots that belong to a holder until they are returned.

std::size_t Core::acquire(const std::stop_token& stop, const char* caller) {
  if (stop.stop_requested()) throw Stopped(StopReason::kCancelled);
  Waiter waiter;
  // Constructed and destroyed without the lock: the constructor may run the callback, the destructor may wait for it.
  const std::stop_callback wake(stop, [&] {
    base::MutexLock lock(mutex_);
    waiter.changed.notify_all();
  });
  const bool must_not_block = in_continuation();
  const Frame frame;
  base::MutexLock lock(mutex_);
  throw_if_closed();
  std::optional<std::size_t> slot = take_slot();
  if (!slot) {
    if (must_not_block) throw_would_deadlock(caller);
    line_.join_blocked(nullptr, waiter);
    {
      const Counted counted(blocked_);
      while (waiter.state == Waiter::State::kWaiting && !stop.stop_requested()) wait_or_work(waiter.changed, lock);
    }
    if (waiter.state == Waiter::State::kClosed) throw_if_closed();
    if (waiter.state == Waiter::State::kWaiting) {
      line_.remove(waiter);
      admit();
      throw Stopped(StopReason::kCancelled);
    }
    slot = waiter.slot;
  }
  lock.unlock();
  wait_until_quiet(*slot);
  return *slot;
}

std::optional<std::size_t> Core::try_acquire() {
  base::MutexLock lock(mutex_);
  throw_if_closed();
  const auto slot = take_slot();
  lock.unlock();
  if (slot) wait_until_quiet(*slot);
  return slot;
}

bool Core::acquire_later(const std::shared_ptr<JobState>& job) {
  prepare(*job);
  const Frame frame;
  base::MutexLock lock(mutex_);
  throw_if_closed();
  if (job->stop_wanted_) throw Stopped(*job->stop_wanted_);
  const auto slot = take_slot();
  if (slot) {
    job->phase_ = Phase::kEnded;
    job->slot = *slot;
    lock.unlock();
    wait_until_quiet(*slot);
    return true;
  }
  line_.join_acquirer(job);
  job->phase_ = Phase::kWaiting;
  job->core = shared_from_this();
  ++leasing_;
  return false;
}

void Core::start(std::size_t slot, const std::shared_ptr<JobState>& job) {
  prepare(*job);
  const Frame frame;
  bool stopped = false;
  {
    base::MutexLock lock(mutex_);
    throw_if_closed();
    stopped = wants_to_stop(*job);
    accept(*job);
    if (stopped) {
      stop_if_wanted(job);
    } else {
      slots_.give(slot, job);
      if (!slots_.may_start(slot, this_callback(this, slot))) {
        job->phase_ = Phase::kStarting;
        job->slot = slot;
        slots_.afterwards(slot) = Afterwards::kStart;
        return;
      }
      begin_run(slot, *job, job->submitted);
    }
  }
  if (stopped) {
    release(slot);
  } else {
    launch(slot, job);
  }
}

void Core::fail(std::size_t slot, const std::shared_ptr<JobState>& job, std::exception_ptr error) {
  job->submitted = Clock::now();
  const Frame frame;
  {
    base::MutexLock lock(mutex_);
    throw_if_closed();
    accept(*job);
    forget_deadline(*job);
    job->phase_ = Phase::kEnded;
    job->finished = job->submitted;
    job->failed = true;
    job->error = std::move(error);
    account_.fail_unstarted();
  }
  if (!job->keeps_slot) backend_->end_lease(slot);
  Frame::push_finish(job, job->keeps_slot ? std::nullopt : std::optional(slot));
}

void Core::release(std::size_t slot) noexcept {
  if (made_.forked()) return;
  const Frame frame;
  backend_->end_lease(slot);
  pass_on(slot, Leave::kNo);
}

// For a thread that has just got the slot: the runtime may still be returning from a callback that has no user code
// left.
void Core::wait_until_quiet(std::size_t slot) noexcept {
  if (this_callback(this, slot) == nullptr) backend_->wait(slot);
}

}  // namespace millrace::scheduling
