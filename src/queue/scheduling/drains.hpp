#pragma once

#include <cstddef>
#include <cstdint>
#include <list>

#include "millrace/base/clock.hpp"
#include "millrace/base/mutex.hpp"

namespace millrace::scheduling {

/// The threads that wait for all jobs submitted before their call. Guarded by the core's mutex.
class Drains {
 public:
  /// Waits until the `pending` jobs with ids below `before` have ended; false when `deadline` passed first.
  bool wait(MutexLock& lock, std::uint64_t before, std::size_t pending, Clock::time_point deadline);

  /// The job has ended, its continuation included.
  void job_ended(std::uint64_t id) noexcept;

 private:
  struct Drain {
    std::uint64_t before;
    std::size_t remaining;
    CondVar became_empty;
  };

  std::list<Drain*> all_;
};

}  // namespace millrace::scheduling
