#include <algorithm>
#include <utility>

#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/lease.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

// Runs: from the start on the device to its completion.

// Hands the job to a blocked thread once this one has started a backlog of others' jobs in its frame. Not inside a
// callback, where the thread is the device's own.
bool Core::hand_over(std::size_t slot, const std::shared_ptr<JobState>& job, std::size_t started) noexcept {
  if (started < std::max<std::size_t>(options_.backlog, 1) || in_callback()) return false;
  if (!completes_inline_.load(std::memory_order_relaxed)) return false;
  base::MutexLock lock(mutex_);
  return helpers_.give(job, slot);
}

void Core::start_in_frame(std::size_t slot, const std::shared_ptr<JobState>& job) noexcept {
  bool stopped = false;
  {
    base::MutexLock lock(mutex_);
    stopped = stop_if_wanted(job);
    if (stopped) {
      slots_.take_back(slot);
    } else {
      begin_run(slot, *job, Clock::now());
    }
  }
  if (stopped) {
    release(slot);
  } else {
    launch(slot, job);
  }
}

void Core::begin_run(std::size_t slot, JobState& job, Clock::time_point now) {
  slots_.begin_run(slot);
  job.phase_ = Phase::kRunning;
  job.on_device_ = true;
  job.starting_ = true;
  job.slot = slot;
  job.started = now;
  account_.start(now, now - job.submitted);
  if (options_.stall_timeout && account_.on_device() == 1) bell_->ring_at(now + *options_.stall_timeout);
}

void Core::launch(std::size_t slot, const std::shared_ptr<JobState>& job) noexcept {
  const Frame frame;
  const Core* const outer = std::exchange(this_thread().starting, this);
  std::exception_ptr error;
  try {
    wait_until_quiet(slot);
    backend_->start(slot, *job);
  } catch (...) {
    error = std::current_exception();
  }
  this_thread().starting = outer;
  if (error) {
    settle(slot, nullptr, std::move(error));
    return;
  }
  bool stopped = false;
  {
    base::MutexLock lock(mutex_);
    job->starting_ = false;
    stopped = slots_.job(slot) == job && job->phase_ == Phase::kEnded;  // during start(), and the device still runs it
    if (stopped) slots_.begin_cancel(slot);
  }
  if (stopped) cancel(slot);
}

void Core::cancel(std::size_t slot) noexcept {
  backend_->cancel(slot);
  bool slot_is_left = false;
  {
    base::MutexLock lock(mutex_);
    slot_is_left = slots_.end_cancel(slot);
  }
  if (slot_is_left) release(slot);  // a run that was stopped ends its lease too
}

void Core::complete(const std::weak_ptr<Core>& weak, CallbackScope& callback, std::exception_ptr error) noexcept {
  const std::shared_ptr<Core> core = weak.lock();
  if (!core) return;  // not our run: a core with a running job keeps itself alive
  if (this_thread().starting == core.get()) core->completes_inline_.store(true, std::memory_order_relaxed);
  {
    const Frame frame;
    core->settle(callback.slot, &callback, std::move(error));
  }
  core->end_callback(callback);
}

// The run of a slot is over: in its completion callback, or because it could not be started (`callback` is null).
void Core::settle(std::size_t slot, CallbackScope* callback, std::exception_ptr error) noexcept {
  const auto now = Clock::now();
  std::shared_ptr<JobState> job;
  bool stopped = false;
  bool concluded = false;
  {
    base::MutexLock lock(mutex_);
    job = slots_.take_back(slot);
    if (!job) return;  // the queue did not start this run
    if (callback != nullptr) slots_.enter(*callback);
    job->on_device_ = false;
    job->released = now;
    stopped = job->phase_ == Phase::kEnded;
    concluded = job->concluded_;
    account_.let_go(now, stopped);
    job->phase_ = Phase::kEnded;
    forget_deadline(*job);
  }
  if (stopped) {
    let_go(slot, *job, concluded);
    if (callback != nullptr) leave_callback(slot, true);
    return;
  }
  try {
    if (!error) backend_->collect(slot, *job);
  } catch (...) {
    error = std::current_exception();
  }
  job->finished = now;
  job->failed = error != nullptr;
  job->error = std::move(error);
  const bool lends = job->loan && !job->failed;
  if (lends) job->loan->hold(shared_from_this(), slot);

  bool slot_is_taken = lends || job->keeps_slot;
  {
    base::MutexLock lock(mutex_);
    account_.end(job->failed, job->finished - job->started);
    if (!slot_is_taken && !options_.slot_follows_continuation && slots_.may_start(slot, this_callback(this, slot))) {
      if (auto next = take_waiting_job(slot)) {
        Frame::push_start(std::move(next), slot);  // the device first, user code afterwards
        slot_is_taken = true;
      }
    }
  }
  Frame::push_finish(std::move(job), slot_is_taken ? std::nullopt : std::optional(slot));
}

// The run of a stopped job is over. `concluded`: its continuation had returned by then.
void Core::let_go(std::size_t slot, JobState& job, bool concluded) noexcept {
  std::shared_ptr<void> keep_alive;
  std::shared_ptr<void> keeper;
  bool left_to_canceller = false;
  {
    base::MutexLock lock(mutex_);
    keep_alive = std::move(job.keep_alive);
    keeper = slots_.end_stopped_run(slot, left_to_canceller);
  }
  keep_alive.reset();
  if (concluded) trace(job);
  if (!left_to_canceller) release(slot);
  base::MutexLock lock(mutex_);
  tell_if_idle();
}

}  // namespace millrace::scheduling
