#pragma once

#include <cstddef>
#include <memory>

#include "base/mutex.hpp"
#include "queue/scheduling/job_state.hpp"

namespace millrace::scheduling {

/// A thread blocked in a call that may start a job meanwhile.
struct Helper {
  base::CondVar& changed;  ///< what it waits for, with the core's mutex
  const JobState* awaited = nullptr;

  // The job it was given.
  std::shared_ptr<JobState> job = nullptr;
  std::size_t slot = 0;

  Helper* next = nullptr;
};

/// Threads that can take over from one that starts other callers' jobs, first come first. A device that completes
/// inside start() runs on the callers' threads: without relief, one of them would start everybody's jobs for as long as
/// the others keep submitting. Guarded by the core's mutex.
class Helpers {
 public:
  void add(Helper& helper) noexcept;
  /// False when it has been given a job meanwhile, which it must start.
  bool remove(Helper& helper) noexcept;

  /// Gives a job to the first helper and wakes it; false when there is none.
  bool give(const std::shared_ptr<JobState>& job, std::size_t slot) noexcept;
  /// Wakes the helpers that wait for this job.
  void job_ended(const JobState& job) noexcept;

 private:
  Helper* first_ = nullptr;
  Helper** end_ = &first_;  // where the next one goes
};

}  // namespace millrace::scheduling
