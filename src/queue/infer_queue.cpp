#include "millrace/queue/infer_queue.hpp"

#include <utility>
#include <vector>

#include "millrace/base/error.hpp"
#include "queue/make_job.hpp"
#include "queue/openvino_backend.hpp"
#include "queue/scheduling/core.hpp"

namespace millrace {
namespace {

OpenVinoBackend& backend_of(scheduling::Core& core) {
  return static_cast<OpenVinoBackend&>(core.backend());
}

std::vector<bool> no_input_given(scheduling::Core& core) {
  return std::vector<bool>(backend_of(core).inputs().ports().size());
}

}  // namespace

InferQueue::InferQueue(ov::CompiledModel model, Options options) {
  auto backend = std::make_unique<OpenVinoBackend>(std::move(model), options.requests, UserTensors::kDropWhenIdle);
  const std::size_t backlog = options.backlog.value_or(backend->size());
  core_ = scheduling::Core::create(std::move(backend), {.backlog = backlog});
}

InferQueue& InferQueue::operator=(InferQueue&& other) noexcept {
  if (this != &other) {
    retire();
    core_ = std::move(other.core_);
  }
  return *this;
}

InferQueue::~InferQueue() {
  retire();
}

void InferQueue::retire() noexcept {
  if (!core_) return;
  core_->close();
  core_->retire();
}

// A copy, so that a thread that blocks inside a call keeps the core while another one destroys the queue.
std::shared_ptr<scheduling::Core> InferQueue::core() const {
  if (!core_) throw Error(ErrorCode::kInvalidState, "this InferQueue was moved from; use the one it was moved to");
  return core_;
}

Job InferQueue::submit(Inputs inputs, JobOptions options) {
  const auto core = this->core();
  const auto job = make_job(std::move(options));
  job->inputs = backend_of(*core).inputs().resolve(inputs);
  core->submit(job);
  return Job(job, core);
}

std::optional<Job> InferQueue::try_submit(const Inputs& inputs, const JobOptions& options) {
  const auto core = this->core();
  const auto job = make_job(options);
  job->inputs = backend_of(*core).inputs().resolve(inputs);
  if (!core->try_submit(job)) return std::nullopt;
  return Job(job, core);
}

Slot InferQueue::acquire(std::stop_token stop) {
  const auto core = this->core();
  auto given = no_input_given(*core);  // before the lease: from there on nothing may throw
  const std::size_t slot = core->acquire(stop, "InferQueue::acquire()");
  return Slot(core, slot, std::move(given));
}

std::optional<Slot> InferQueue::try_acquire() {
  const auto core = this->core();
  auto given = no_input_given(*core);
  const auto slot = core->try_acquire();
  if (!slot) return std::nullopt;
  return Slot(core, *slot, std::move(given));
}

void InferQueue::drain() {
  core()->drain();
}

void InferQueue::close() {
  core()->close();
}

bool InferQueue::ready() const {
  return core()->ready();
}

std::size_t InferQueue::size() const {
  return core()->size();
}

const ov::CompiledModel& InferQueue::model() const {
  return backend_of(*core()).model();
}

}  // namespace millrace
