#include <vector>

#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"

namespace millrace::scheduling {

// Stopping jobs, and the queue.

bool Core::stop(const std::shared_ptr<JobState>& job, StopReason reason) noexcept {
  if (made_.forked()) return false;
  const Frame frame;
  std::size_t slot = 0;
  bool runs = false;
  {
    base::MutexLock lock(mutex_);
    switch (job->phase_) {
      case Phase::kEnded: return false;
      case Phase::kNew:
      case Phase::kStarting:
        if (job->stop_wanted_) return false;
        if (slots_.waits_to_start(*job)) {
          slot = job->slot;
          slots_.afterwards(slot) = Afterwards::kNothing;
          slots_.take_back(slot);
          end_stopped(job, reason);
          break;
        }
        job->stop_wanted_ = reason;
        if (job->line_ != nullptr) job->place_->waiter->changed.notify_all();
        return true;
      case Phase::kWaiting:
        line_.remove(*job);
        end_stopped(job, reason);
        admit();
        return true;
      case Phase::kRunning:
        slot = job->slot;
        runs = true;
        slots_.keep(slot, shared_from_this());
        end_stopped(job, reason);
        if (job->starting_) return true;  // launch() cancels it once the backend has started it
        slots_.begin_cancel(slot);
        break;
    }
  }
  runs ? cancel(slot) : release(slot);
  return true;
}

void Core::end_stopped(const std::shared_ptr<JobState>& job, StopReason reason) {
  forget_deadline(*job);
  if (!job->wants_lease && job->phase_ == Phase::kRunning) {
    account_.stop_started(reason);
  } else if (!job->wants_lease) {
    account_.stop_unstarted(reason);
  }
  job->phase_ = Phase::kEnded;
  job->finished = Clock::now();
  job->stopped = reason;
  Frame::push_finish(job, std::nullopt);
}

void Core::cancel_all() {
  std::vector<std::shared_ptr<JobState>> jobs;
  {
    base::MutexLock lock(mutex_);
    jobs = line_.jobs();
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_.job(slot)) jobs.push_back(slots_.job(slot));
    }
  }
  const Frame frame;  // stops all of them before the first continuation runs
  for (const auto& job : jobs) stop(job, StopReason::kCancelled);
}

void Core::close() noexcept {
  if (made_.forked()) return;
  const Frame frame;
  base::MutexLock lock(mutex_);
  close_line();
}

void Core::close_line() {
  closed_ = true;
  while (line_.front() != nullptr) {
    const Waiting waiting = line_.pop();
    if (waiting.waiter != nullptr) {
      waiting.waiter->settle(Waiter::State::kClosed);
    } else {
      end_stopped(waiting.job, StopReason::kClosed);
    }
  }
}

}  // namespace millrace::scheduling
