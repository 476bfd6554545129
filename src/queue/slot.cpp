#include "millrace/queue/slot.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "queue/make_job.hpp"
#include "queue/openvino_backend.hpp"
#include "queue/scheduling/core.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace {

Slot::Slot(std::shared_ptr<scheduling::Core> core, std::size_t id) noexcept : core_(std::move(core)), id_(id) {}

Slot Slot::lease(std::shared_ptr<scheduling::Core> core, std::size_t id) {
  Slot slot(std::move(core), id);
  slot.backend().begin_lease(id);
  return slot;
}

Slot& Slot::operator=(Slot&& other) noexcept {
  if (this != &other) {
    release();
    core_ = std::move(other.core_);
    id_ = other.id_;
  }
  return *this;
}

Slot::~Slot() {
  release();
}

void Slot::release() noexcept {
  if (const auto core = std::move(core_)) core->release(id_);
}

queue::OpenVinoBackend& Slot::backend() const {
  if (!core_) throw Error(ErrorCode::kInvalidState, "this Slot was started or moved from; acquire another");
  core_->made().check("the queue of this Slot");
  return queue::backend_of(*core_);
}

ov::Tensor Slot::input(std::size_t index) {
  return backend().tensors(id_).own_input(index);
}

ov::InferRequest& Slot::request() {
  return backend().tensors(id_).expose();
}

std::shared_ptr<queue::TensorJob> Slot::begin(JobOptions options, bool keeps_slot) {
  queue::OpenVinoBackend& queue = backend();
  auto job = queue::make_job(std::move(options));
  job->leased = true;
  job->keeps_slot = keeps_slot;
  if (!keeps_slot) job->loan = queue.loan();
  const auto missing = queue.tensors(id_).missing_input();
  if (!missing) {
    core_->start(id_, job);
  } else {
    core_->fail(
        id_, job,
        std::make_exception_ptr(Error(
            ErrorCode::kInvalidInput,
            fmt::format("the job was started without input {}; fill input(i) for every input, or set them on request()",
                        queue.inputs().name(*missing)))));
  }
  return job;
}

Job Slot::start(JobOptions options) && {
  auto job = begin(std::move(options), false);
  return job_of(std::move(job), std::exchange(core_, nullptr));
}

Result Slot::run(JobOptions options) {
  if (scheduling::in_continuation()) scheduling::throw_would_deadlock("Slot::run()");
  const auto job = begin(std::move(options), true);
  core_->wait_for(*job);
  if (job->stopped) core_.reset();  // the slot goes back when the device lets go
  return Outcome(*job).result();
}

}  // namespace millrace
