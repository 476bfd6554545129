#include "queue/scheduling/core.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

// Time: deadlines and the watchdog, on the alarm's thread.

void Core::watch_deadline(JobState& job) {
  if (job.deadline_node_.empty()) return;
  job.deadline_place_ = deadlines_.insert(std::move(job.deadline_node_));
  if (*job.deadline_place_ == deadlines_.begin()) bell_->ring_at(job.deadline);
}

void Core::forget_deadline(JobState& job) {
  if (!job.deadline_place_) return;
  deadlines_.erase(*job.deadline_place_);
  job.deadline_place_.reset();
}

void Core::ring() noexcept {
  while (const auto job = take_expired()) stop(job, StopReason::kExpired);
  const auto report = [&] {
    if (const auto stall = take_stall()) options_.on_stall(*stall);
  };
  if (!run_user_code(report)) count_continuation_error();
}

std::shared_ptr<JobState> Core::take_expired() noexcept {
  base::MutexLock lock(mutex_);
  if (deadlines_.empty()) return nullptr;
  const auto [time, job] = *deadlines_.begin();
  if (time > Clock::now()) {
    bell_->ring_at(time);
    return nullptr;
  }
  forget_deadline(*job);
  return job->shared_from_this();  // a job's owner removes its deadline before it lets go of the job
}

std::optional<StallReport> Core::take_stall() {
  base::MutexLock lock(mutex_);
  if (!options_.stall_timeout || account_.on_device() == 0) return std::nullopt;
  const auto now = Clock::now();
  const auto progress = account_.last_progress();
  const auto due = progress + *options_.stall_timeout;
  if (now < due) {
    bell_->ring_at(due);
    return std::nullopt;
  }
  bell_->ring_at(now + *options_.stall_timeout);
  if (reported_stall_ == progress) return std::nullopt;
  const WaitingCounts waiting = line_.count();
  StallReport report{.quiet = now - progress,
                     .running = {},
                     .waiting_jobs = waiting.jobs,
                     .blocked_submitters = waiting.submitters,
                     .blocked_acquirers = waiting.acquirers};
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    const auto& job = slots_.job(slot);
    if (!job || !job->on_device_) continue;
    report.running.push_back(
        {.slot = slot, .job = job->id, .age = now - job->started, .stopped = job->phase_ == Phase::kEnded});
  }
  reported_stall_ = progress;
  return report;
}

}  // namespace millrace::scheduling
