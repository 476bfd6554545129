#include <memory>
#include <utility>

#include "queue/scheduling/core.hpp"
#include "queue/scheduling/delivery.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

// The end of a job: its outcome, its continuation, its record.

// User objects are dropped first, then the slot is returned, then the outcome becomes visible: no user code runs
// between the last two, nor afterwards.
void Core::finish(const std::shared_ptr<JobState>& job, std::optional<std::size_t> slot) noexcept {
  job->on_stop_.reset();  // waits if it is running on another thread; it finds the job ended
  drop_inputs(*job);
  job->delivered = Clock::now();
  if (!job->has_continuation()) {
    close_record(*job, job->delivered);
    if (slot) backend_->park(*slot);
  }
  if (Continuation continuation = job->seal()) {
    finish_with(job, std::move(continuation), slot);
    return;
  }
  if (slot) {
    pass_on(*slot, Leave::kIfLast, true);
  } else {
    leave_callback(job->slot, false);
  }
  job->publish();
  forget(*job);
}

void Core::finish_with(const std::shared_ptr<JobState>& job, Continuation continuation,
                       std::optional<std::size_t> slot) noexcept {
  job->publish(true);
  if (options_.deliver) {
    deliver(job, std::move(continuation));
  } else {
    conclude(*job, std::move(continuation));
  }
  if (slot) {
    pass_on(*slot, Leave::kIfLast);
  } else {
    leave_callback(job->slot, true);
  }
  if (!options_.deliver) forget(*job);
}

// A job that was stopped while it ran keeps its inputs until the device lets go.
void Core::drop_inputs(JobState& job) noexcept {
  std::shared_ptr<void> keep_alive;
  {
    base::MutexLock lock(mutex_);
    if (job.on_device_) return;
    keep_alive = std::move(job.keep_alive);
  }
  job.drop_inputs();
}

void Core::deliver(const std::shared_ptr<JobState>& job, Continuation continuation) noexcept {
  Delivery here(job, std::move(continuation));  // runs at the end of this scope if memory runs out
  try {
    const auto delivery = std::make_shared<Delivery>(std::move(here));
    options_.deliver([delivery] { delivery->run(); });
  } catch (...) {
    count_continuation_error();  // the executor's; the delivery ran when it was dropped
  }
}

void Core::conclude(JobState& job, Continuation continuation) noexcept {
  const auto ended = run(job, std::move(continuation));
  job.let_go_of_outcome();
  close_record(job, ended);
}

Clock::time_point Core::run(JobState& job, Continuation continuation) noexcept {
  const auto began = options_.deliver ? Clock::now() : job.delivered;
  if (!run_continuation(std::move(continuation), job)) count_continuation_error();
  const auto ended = Clock::now();
  if (in_callback()) {
    base::MutexLock lock(mutex_);
    account_.user_code(ended - began);
  }
  return ended;
}

// The record is complete once the continuation has returned and the device has let go of the job.
void Core::close_record(JobState& job, Clock::time_point ended) noexcept {
  {
    base::MutexLock lock(mutex_);
    if (std::exchange(job.concluded_, true)) return;
    job.concluded = ended;
    if (job.on_device_) return;
  }
  if (!job.wants_lease) trace(job);
}

void Core::forget(JobState& job) noexcept {
  {
    base::MutexLock lock(mutex_);
    if (job.wants_lease) {
      --leasing_;
    } else {
      --pending_;
      account_.deliver(job.delivered - job.finished);
      drains_.job_ended(job.id);
    }
    helpers_.job_ended(job);
    tell_if_idle();
  }
  job.core.reset();
}

void Core::trace(const JobState& job) noexcept {
  if (!options_.trace) return;
  const auto tell = [&] {
    options_.trace({.device = options_.device,
                    .requests = size(),
                    .job = job.id,
                    .slot = job.slot == JobState::kNowhere ? std::nullopt : std::optional(job.slot),
                    .submitted = job.submitted,
                    .started = job.started,
                    .finished = job.finished,
                    .released = job.released,
                    .delivered = job.delivered,
                    .ended = job.concluded,
                    .failed = job.failed,
                    .stopped = job.stopped});
  };
  if (!run_user_code(tell)) count_continuation_error();
}

}  // namespace millrace::scheduling
