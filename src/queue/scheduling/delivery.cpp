#include "queue/scheduling/delivery.hpp"

#include <utility>

#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"

namespace millrace::scheduling {

Delivery::Delivery(std::shared_ptr<JobState> job, Continuation continuation) noexcept
    : job_(std::move(job)), continuation_(std::move(continuation)) {}

Delivery::Delivery(Delivery&& other) noexcept
    : ran_(other.ran_.exchange(true)), job_(std::move(other.job_)), continuation_(std::move(other.continuation_)) {}

Delivery::~Delivery() {
  run();
}

void Delivery::run() noexcept {
  if (ran_.exchange(true)) return;
  const Frame frame;
  const std::shared_ptr<JobState> job = std::move(job_);
  const std::shared_ptr<Core> core = job->core;
  core->conclude(*job, std::move(continuation_));
  core->forget(*job);
}

}  // namespace millrace::scheduling
