#include "queue/openvino_backend.hpp"

#include <string>
#include <utility>

#include "millrace/queue/device_properties.hpp"
#include "queue/device_call.hpp"
#include "queue/recycling_allocator.hpp"
#include "queue/resident_plugins.hpp"
#include "queue/scheduling/core.hpp"

namespace millrace::queue {
OpenVinoBackend::OpenVinoBackend(ov::CompiledModel model, BackendOptions options)
    : model_(std::move(model)),
      inputs_(model_.inputs()),
      output_names_(std::make_shared<const OutputNames>(model_.outputs())),
      requests_(options.requests == 0 ? optimal_requests(model_) : options.requests),
      rules_(rules(model_, options, requests_)) {
  keep_loaded_plugins();  // also for a model that the user compiled
  for (std::size_t i = 0; i < requests_; ++i) {
    slots_.emplace_back(make_request(model_), rules_);
  }
  stateful_ = !slots_.front().request.query_state().empty();
}

TensorRules OpenVinoBackend::rules(const ov::CompiledModel& model, const BackendOptions& options,
                                   std::size_t requests) {
  // Two blocks per output and slot: one being written, one just handed out.
  return {.users = options.user_tensors,
          .results = options.results,
          .inputs = model.inputs(),
          .outputs = model.outputs(),
          .output_memory = ov::Allocator(RecyclingAllocator(2 * requests * model.outputs().size()))};
}

OpenVinoBackend& backend_of(scheduling::Core& core) {
  return static_cast<OpenVinoBackend&>(core.backend());
}

OpenVinoBackend::~OpenVinoBackend() {
  // Destroying a request in flight would discard its callback.
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) wait(slot);
}

void OpenVinoBackend::bind(Completion completion) {
  completion_ = std::move(completion);
}

void OpenVinoBackend::start(std::size_t index, scheduling::JobState& state) {
  Slot& slot = slots_[index];
  auto& job = static_cast<TensorJob&>(state);
  if (stateful_ && !job.leased) slot.request.reset_state();
  const Leased leased = !job.leased ? Leased::kNo : job.keeps_slot ? Leased::kOn : Leased::kLast;
  slot.tensors.start(std::exchange(job.inputs, {}), leased);  // moved into the request, so a finished job holds none
  // Set again for every run: a request restarted inside its own callback could otherwise lose it.
  slot.request.set_callback([this, index](std::exception_ptr error) { complete(index, std::move(error)); });
  slot.started = true;
  try {
    slot.request.start_async();
  } catch (...) {
    slot.started = false;
    throw;
  }
}

void OpenVinoBackend::complete(std::size_t slot, std::exception_ptr error) {
  if (slots_[slot].started.exchange(false)) completion_(slot, std::move(error));
}

void OpenVinoBackend::wait(std::size_t slot) noexcept {
  try {
    slots_[slot].request.wait();
  } catch (...) {
    // The last run's error, which its callback has received.
  }
}

void OpenVinoBackend::cancel(std::size_t slot) noexcept {
  try {
    slots_[slot].request.cancel();
  } catch (...) {
    // The device cannot cancel; it lets go when the run is done.
  }
}

void OpenVinoBackend::collect(std::size_t slot, scheduling::JobState& state) {
  auto& job = static_cast<TensorJob&>(state);
  job.outputs = slots_[slot].tensors.collect();
  job.output_names = output_names_;
}

void OpenVinoBackend::park(std::size_t slot) noexcept {
  slots_[slot].tensors.park();
}

void OpenVinoBackend::end_lease(std::size_t slot) noexcept {
  slots_[slot].tensors.end_lease();
}

std::shared_ptr<scheduling::Lease> OpenVinoBackend::loan() const {
  return rules_.results == Results::kBorrow ? std::make_shared<scheduling::Lease>() : nullptr;
}

void OpenVinoBackend::begin_lease(std::size_t slot) {
  if (stateful_) slots_[slot].request.reset_state();
  slots_[slot].tensors.lease();
}

}  // namespace millrace::queue
