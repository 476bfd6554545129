#pragma once

#include <atomic>
#include <memory>

#include "queue/scheduling/job_state.hpp"

namespace millrace::scheduling {

/// A continuation on its way through an executor. It runs once: when it is called, or when the executor drops it.
class Delivery {
 public:
  Delivery(std::shared_ptr<JobState> job, Continuation continuation) noexcept;
  Delivery(Delivery&& other) noexcept;
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  void run() noexcept;

 private:
  std::atomic<bool> ran_ = false;
  std::shared_ptr<JobState> job_;
  Continuation continuation_;
};

}  // namespace millrace::scheduling
