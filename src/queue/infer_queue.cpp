#include "millrace/queue/infer_queue.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/chrome_trace.hpp"
#include "millrace/queue/device_properties.hpp"
#include "queue/make_job.hpp"
#include "queue/openvino_backend.hpp"
#include "queue/scheduling/core.hpp"

namespace millrace {
namespace {

Clock::duration ticks(Milliseconds duration) {
  return std::chrono::duration_cast<Clock::duration>(duration);
}

void check(const Options& options) {
  if (options.stall_timeout && !options.on_stall) {
    throw Error(ErrorCode::kInvalidArgument, "Options::stall_timeout needs on_stall, which gets the report");
  }
  if (options.stall_timeout && *options.stall_timeout <= Milliseconds::zero()) {
    throw Error(ErrorCode::kInvalidArgument, "Options::stall_timeout must be longer than 0");
  }
}

std::string device_of(const ov::CompiledModel& model) {
  return fmt::format("{}", fmt::join(execution_devices(model), ","));
}

std::shared_ptr<queue::TensorJob> job_with(queue::OpenVinoBackend& backend, const Inputs& inputs, JobOptions options) {
  auto job = queue::make_job(std::move(options));
  job->inputs = backend.inputs().resolve(inputs);
  job->loan = backend.loan();
  return job;
}

}  // namespace

InferQueue::InferQueue(ov::CompiledModel model, Options options) {
  check(options);
  auto backend = std::make_unique<queue::OpenVinoBackend>(
      std::move(model), queue::BackendOptions{.requests = options.requests, .results = options.results});
  TraceHook trace = options.trace ? std::move(options.trace) : trace_from_environment();
  std::string device = trace ? device_of(backend->model()) : "";
  scheduling::CoreOptions how{
      .backlog = options.backlog.value_or(backend->size()),
      .full = options.full,
      .deliver = std::move(options.deliver),
      .trace = std::move(trace),
      .device = std::move(device),
      .stall_timeout = options.stall_timeout ? std::optional(ticks(*options.stall_timeout)) : std::nullopt,
      .on_stall = std::move(options.on_stall)};
  core_ = scheduling::Core::create(std::move(backend), std::move(how));
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

// A copy, so that a thread blocked inside a call keeps the core alive while another thread destroys the queue.
std::shared_ptr<scheduling::Core> InferQueue::core() const {
  if (!core_) throw Error(ErrorCode::kInvalidState, "this InferQueue was moved from; use the one it was moved to");
  core_->made().check("this InferQueue");
  return core_;
}

Job InferQueue::submit(const Inputs& inputs, JobOptions options) {
  const auto core = this->core();
  const auto job = job_with(queue::backend_of(*core), inputs, std::move(options));
  core->submit(job);
  return job_of(job, core);
}

std::optional<Job> InferQueue::try_submit(const Inputs& inputs, const JobOptions& options) {
  const auto core = this->core();
  const auto job = job_with(queue::backend_of(*core), inputs, options);
  if (!core->try_submit(job)) return std::nullopt;
  return job_of(job, core);
}

Slot InferQueue::acquire(const std::stop_token& stop) {
  const auto core = this->core();
  const std::size_t slot = core->acquire(stop, "InferQueue::acquire()");
  return Slot::lease(core, slot);
}

std::optional<Slot> InferQueue::try_acquire() {
  const auto core = this->core();
  const auto slot = core->try_acquire();
  if (!slot) return std::nullopt;
  return Slot::lease(core, *slot);
}

SlotAwaiter InferQueue::async_acquire(std::stop_token stop) {
  return {core(), std::move(stop)};
}

void InferQueue::drain() {
  core()->drain();
}

bool InferQueue::drain_until(Clock::time_point time) {
  return core()->drain(time);
}

void InferQueue::cancel_all() {
  core()->cancel_all();
}

void InferQueue::close() {
  core()->close();
}

Stats InferQueue::stats() const {
  return core()->stats();
}

bool InferQueue::ready() const {
  return core()->ready();
}

std::size_t InferQueue::size() const {
  return core()->size();
}

const ov::CompiledModel& InferQueue::model() const {
  return queue::backend_of(*core()).model();
}

}  // namespace millrace
