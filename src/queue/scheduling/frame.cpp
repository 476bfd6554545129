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
  while (head_) {
    const std::shared_ptr<JobState> job = std::exchange(head_, std::move(head_->next_in_frame_));
    if (!head_) tail_ = nullptr;
    const std::shared_ptr<Core> core = job->core;  // finishing a job lets go of the core
    if (job->step_ == JobState::Step::kStart) {
      core->start_in_frame(*job->step_slot_, job);
    } else {
      core->finish(job, job->step_slot_);
    }
  }
}

void Frame::push(std::shared_ptr<JobState> job) noexcept {
  Frame& frame = *this_thread().frame;
  JobState* last = job.get();
  (frame.tail_ == nullptr ? frame.head_ : frame.tail_->next_in_frame_) = std::move(job);
  frame.tail_ = last;
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
