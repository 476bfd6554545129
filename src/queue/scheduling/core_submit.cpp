#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

// The way of a job from submit() to a slot or to a place in the line.

void Core::submit(const std::shared_ptr<JobState>& job) {
  enter(job, true);
}

bool Core::try_submit(const std::shared_ptr<JobState>& job) {
  return enter(job, false);
}

bool Core::enter(const std::shared_ptr<JobState>& job, bool may_block) {
  prepare(*job);
  const bool from_continuation = in_continuation();
  const Frame frame;  // jobs that are stopped here end after the unlock
  std::optional<std::size_t> slot;
  {
    base::MutexLock lock(mutex_);
    throw_if_closed();
    const bool stopped = wants_to_stop(*job);
    if (!stopped) slot = take_slot();
    if (stopped) {
      accept(*job);
      stop_if_wanted(job);
    } else if (slot) {
      accept(*job);
      slots_.give(*slot, job);
      begin_run(*slot, *job, job->submitted);
    } else if (from_continuation && may_block && options_.full == WhenFull::kWait) {
      line_.join_first(job);
      accept(*job);
      job->phase_ = Phase::kWaiting;
    } else if (line_.has_room()) {
      join(job);
    } else if (options_.full == WhenFull::kDropOldest) {
      line_.join(job);  // first, since it may throw
      end_stopped(line_.pop_oldest_job(), StopReason::kDropped);
      accept(*job);
      job->phase_ = Phase::kWaiting;
    } else if (!may_block) {
      return false;
    } else if (options_.full == WhenFull::kFail) {
      throw Error(
          ErrorCode::kFull,
          fmt::format(
              "the queue is full: every request is busy and {} jobs wait; submit again later, or give it a larger "
              "backlog",
              options_.backlog));
    } else {
      block(job, lock);
    }
  }
  if (slot) launch(*slot, job);
  return true;
}

void Core::prepare(JobState& job) {
  job.submitted = Clock::now();
  if (job.deadline != Clock::time_point::max()) {
    make_bell();
    Deadlines one;
    one.emplace(job.deadline, &job);
    job.deadline_node_ = one.extract(one.begin());
  }
  if (job.stop.stop_possible()) {
    job.stopper_ = weak_from_this();
    job.on_stop_.emplace(job.stop, JobState::StopJob{&job});  // may run it at once
  }
}

void Core::make_bell() {
  std::call_once(bell_once_, [&] {
    bell_ = std::make_unique<Alarm::Bell>(std::shared_ptr<Alarm::Client>(shared_from_this(), this));
  });
}

void Core::throw_if_closed() const {
  if (closed_) throw Error(ErrorCode::kClosed, "the queue is closed: it takes no more jobs; make a new queue to go on");
}

bool Core::wants_to_stop(JobState& job) const {
  if (!job.stop_wanted_ && job.deadline <= job.submitted) job.stop_wanted_ = StopReason::kExpired;
  return job.stop_wanted_.has_value();
}

bool Core::stop_if_wanted(const std::shared_ptr<JobState>& job) {
  if (!job->stop_wanted_) return false;
  end_stopped(job, *job->stop_wanted_);
  return true;
}

void Core::accept(JobState& job) {
  job.id = next_id_++;
  job.core = shared_from_this();
  ++pending_;
  account_.accept();
  watch_deadline(job);
}

void Core::join(const std::shared_ptr<JobState>& job) {
  line_.join(job);
  accept(*job);
  job->phase_ = Phase::kWaiting;
}

void Core::block(const std::shared_ptr<JobState>& job, base::MutexLock& lock) {
  Waiter waiter;
  line_.join_blocked(job, waiter);
  watch_deadline(*job);
  {
    const Counted counted(blocked_);
    while (waiter.state == Waiter::State::kWaiting && !job->stop_wanted_) wait_or_work(waiter.changed, lock);
  }
  if (waiter.state == Waiter::State::kGranted) return;
  if (waiter.state == Waiter::State::kClosed) {
    forget_deadline(*job);
    throw_if_closed();
  }
  line_.remove(waiter);
  accept(*job);
  stop_if_wanted(job);
  admit();
}

void Core::admit() {
  while (const auto admitted = line_.admit()) {
    accept(*admitted->job);
    admitted->job->phase_ = Phase::kWaiting;
    admitted->waiter->settle(Waiter::State::kGranted);
    if (admitted->job->stop_wanted_) {
      line_.remove(*admitted->job);
      stop_if_wanted(admitted->job);
    }
  }
}

}  // namespace millrace::scheduling
