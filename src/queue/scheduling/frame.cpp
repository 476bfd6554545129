#include "queue/scheduling/frame.hpp"

#include <utility>

#include "queue/scheduling/core.hpp"

namespace millrace::scheduling {

Frame::Frame() noexcept : outermost_(this_thread().frame == nullptr) {
  if (outermost_) this_thread().frame = this;
}

Frame::~Frame() {
  if (!outermost_) return;
  run();
  this_thread().frame = nullptr;
}

void Frame::run() noexcept {
  std::size_t started = 0;  // other callers' jobs; the call starts its own itself
  while (head_) {
    const std::shared_ptr<JobState> job = std::exchange(head_, std::move(head_->next_in_frame_));
    if (!head_) tail_ = nullptr;
    const std::shared_ptr<Core> core = job->core;  // finishing a job lets go of the core
    if (job->step_ == JobState::Step::kFinish) {
      core->finish(job, job->step_slot_);
    } else if (!core->hand_over(*job->step_slot_, job, started)) {
      ++started;
      core->start_in_frame(*job->step_slot_, job);
    }
  }
}

void Frame::push(std::shared_ptr<JobState> job) noexcept {
  Frame& frame = *this_thread().frame;
  JobState* last = job.get();
  (frame.tail_ == nullptr ? frame.head_ : frame.tail_->next_in_frame_) = std::move(job);
  frame.tail_ = last;
}

void Frame::run_steps() noexcept {
  this_thread().frame->run();
}

bool Frame::is_last_step() noexcept {
  return this_thread().frame->head_ == nullptr;
}

void Frame::push_start(std::shared_ptr<JobState> job, std::size_t slot) noexcept {
  job->step_ = JobState::Step::kStart;
  job->step_slot_ = slot;
  push(std::move(job));
}

void Frame::push_finish(std::shared_ptr<JobState> job, std::optional<std::size_t> slot) noexcept {
  job->step_ = JobState::Step::kFinish;
  job->step_slot_ = slot;
  push(std::move(job));
}

}  // namespace millrace::scheduling
