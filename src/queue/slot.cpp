#include "millrace/queue/slot.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "millrace/base/error.hpp"
#include "queue/make_job.hpp"
#include "queue/openvino_backend.hpp"
#include "queue/scheduling/core.hpp"
#include "queue/scheduling/thread_role.hpp"

namespace millrace {

Slot::Slot(std::shared_ptr<scheduling::Core> core, std::size_t id, std::vector<bool> given) noexcept
    : core_(std::move(core)), id_(id), given_(std::move(given)) {}

Slot& Slot::operator=(Slot&& other) noexcept {
  if (this != &other) {
    release();
    core_ = std::move(other.core_);
    id_ = other.id_;
    given_ = std::move(other.given_);
    all_given_ = other.all_given_;
  }
  return *this;
}

Slot::~Slot() {
  release();
}

void Slot::release() noexcept {
  if (const auto core = std::move(core_)) core->release(id_);
}

OpenVinoBackend& Slot::backend() const {
  if (!core_) throw Error(ErrorCode::kInvalidState, "this Slot was started or moved from; acquire another");
  return static_cast<OpenVinoBackend&>(core_->backend());
}

ov::Tensor Slot::input(std::size_t index) {
  ov::Tensor tensor = backend().own_input(id_, index);
  given_[index] = true;
  return tensor;
}

ov::InferRequest& Slot::request() {
  ov::InferRequest& request = backend().expose(id_);
  all_given_ = true;
  return request;
}

std::shared_ptr<TensorJob> Slot::begin(JobOptions options, bool keeps_slot) {
  OpenVinoBackend& queue = backend();
  auto job = make_job(std::move(options));
  job->keeps_state = true;
  job->keeps_slot = keeps_slot;
  if (!keeps_slot) job->loan = queue.loan();
  const auto missing = std::find(given_.begin(), given_.end(), false);
  if (all_given_ || missing == given_.end()) {
    core_->start(id_, job);
  } else {
    core_->fail(
        id_, job,
        std::make_exception_ptr(Error(ErrorCode::kInvalidInput,
                                      "the job was started without input " +
                                          queue.inputs().name(static_cast<std::size_t>(missing - given_.begin())) +
                                          "; fill input(i) for every input, or set them on request()")));
  }
  return job;
}

Job Slot::start(JobOptions options) && {
  auto job = begin(std::move(options), false);
  return {std::move(job), std::exchange(core_, nullptr)};
}

Result Slot::run(JobOptions options) {
  if (scheduling::in_continuation()) scheduling::throw_would_deadlock("Slot::run()");
  const auto job = begin(std::move(options), true);
  job->wait();
  if (job->stopped) core_.reset();  // the slot goes back when the device lets go
  return Outcome(*job).result();
}

}  // namespace millrace
