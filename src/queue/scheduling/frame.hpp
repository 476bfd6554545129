#pragma once

#include <memory>
#include <optional>

#include "queue/scheduling/job_state.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

/// A trampoline: steps pushed while a frame is on this thread's stack run in order when the outermost frame ends.
///
/// A device may complete a job inside start() (OpenVINO with num_streams(0) does); its continuation submits the next
/// job, and so on. The frame keeps the stack from growing with every job. Nothing is allocated: the jobs themselves are
/// linked.
///
/// User code that runs while a frame exists counts as a continuation and must not block. That includes the destructors
/// of userdata and of the owners of inputs, which may even destroy the queue.
class Frame {
 public:
  Frame() noexcept;
  /// The outermost frame runs every step, including those pushed by steps.
  ~Frame();
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  /// A frame must be on the stack. The job must be accepted: its `core` runs the step.
  static void push_start(std::shared_ptr<JobState> job, std::size_t slot) noexcept;
  static void push_finish(std::shared_ptr<JobState> job, std::optional<std::size_t> slot) noexcept;
  /// Runs the steps now, for a thread that is blocked inside its frame.
  static void run_steps() noexcept;
  /// True when no step follows the current one.
  static bool is_last_step() noexcept;

 private:
  static void push(std::shared_ptr<JobState> job) noexcept;
  void run() noexcept;

  const ContinuationScope scope_;
  std::shared_ptr<JobState> head_;
  JobState* tail_ = nullptr;
  bool outermost_;
};

}  // namespace millrace::scheduling
