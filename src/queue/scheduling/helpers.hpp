#pragma once

#include <cstddef>
#include <memory>

#include "base/mutex.hpp"
#include "queue/scheduling/job_state.hpp"

namespace millrace::scheduling {

/// A thread that is blocked in a call, and may start a job meanwhile.
struct Helper {
  base::CondVar& changed;  ///< what it waits for, with the core's mutex
  const JobState* awaited = nullptr;

  // What it was given.
  std::shared_ptr<JobState> job = nullptr;
  std::size_t slot = 0;

  Helper* next = nullptr;
};

/// Who can relieve a thread that works off the jobs of others, in the order in which they came. A device that completes
/// inside start() is driven by the calls of the queue: without relief one of them would start everybody's jobs for as
/// long as the others submit some. Guarded by the core's mutex.
class Helpers {
 public:
  void add(Helper& helper) noexcept;
  /// False when it was given a job meanwhile, which it must start.
  bool remove(Helper& helper) noexcept;

  /// Gives a job to the first one, and wakes it; false when there is none.
  bool give(const std::shared_ptr<JobState>& job, std::size_t slot) noexcept;
  /// Wakes who waits for this job.
  void job_ended(const JobState& job) noexcept;

 private:
  Helper* first_ = nullptr;
  Helper** end_ = &first_;  // where the next one goes
};

}  // namespace millrace::scheduling
