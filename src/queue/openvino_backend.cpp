#include "queue/openvino_backend.hpp"

#include <string>
#include <utility>

#include "millrace/base/error.hpp"
#include "openvino/runtime/properties.hpp"
#include "queue/resident_plugins.hpp"

namespace millrace {
namespace {

std::size_t optimal_requests(const ov::CompiledModel& model) {
  try {
    return model.get_property(ov::optimal_number_of_infer_requests);
  } catch (const std::exception& error) {
    throw Error(ErrorCode::kDevice,
                std::string("the device does not say how many requests are optimal (") + error.what() +
                    "); give a number of requests",
                std::current_exception());
  }
}

/// The shape that an output tensor starts with: what is not known yet is 0 and grows with the first run.
ov::Shape start_shape(const ov::PartialShape& shape) {
  if (shape.rank().is_dynamic()) return {0};
  ov::Shape start;
  for (const auto& dimension : shape) {
    start.push_back(dimension.is_static() ? static_cast<std::size_t>(dimension.get_length()) : 0);
  }
  return start;
}

/// Where a tensor's data begins: what tells two tensors apart. Null when the host cannot see it.
const void* address(const ov::Tensor& tensor) {
  try {
    return tensor.data();
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

OpenVinoBackend::OpenVinoBackend(ov::CompiledModel model, BackendOptions options)
    : model_(std::move(model)),
      inputs_(model_.inputs()),
      output_names_(std::make_shared<const OutputNames>(model_.outputs())),
      options_(options),
      output_memory_(RecyclingAllocator(0)) {
  keep_loaded_plugins();  // also for a model that the user compiled
  const std::size_t requests = options_.requests == 0 ? optimal_requests(model_) : options_.requests;
  // Two for each output of each slot: one being written, one just handed out.
  output_memory_ = ov::Allocator(RecyclingAllocator(2 * requests * model_.outputs().size()));
  slots_.resize(requests);
  for (Slot& slot : slots_) {
    slot.request = model_.create_infer_request();
    for (std::size_t i = 0; i < inputs_.ports().size(); ++i)
      slot.own_inputs.push_back(slot.request.get_input_tensor(i));
    for (std::size_t i = 0; i < model_.outputs().size(); ++i)
      slot.own_outputs.push_back(slot.request.get_output_tensor(i));
  }
  stateful_ = !slots_.front().request.query_state().empty();
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
  if (stateful_ && !job.keeps_state) slot.request.reset_state();
  const bool keep_users = slot.exposed;
  if (keep_users && options_.user_tensors == UserTensors::kDropWhenIdle) {
    slot.exposed = false;  // the lease ends here; what the user set goes when the slot is parked or starts the next job
    slot.foreign_inputs = true;
  }
  set_inputs(slot, std::exchange(job.inputs, {}));  // the request holds them now: a finished job that is kept does not
  set_fresh_outputs(slot, keep_users);
  // Set anew for every run: a request that is restarted inside its own callback could lose it otherwise.
  slot.request.set_callback([this, index](std::exception_ptr error) { completion_(index, std::move(error)); });
  slot.request.start_async();
}

void OpenVinoBackend::set_inputs(Slot& slot, const std::vector<ov::Tensor>& tensors) {
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    slot.foreign_inputs = true;
    slot.request.set_input_tensor(i, tensors[i]);
  }
}

void OpenVinoBackend::set_fresh_outputs(Slot& slot, bool keep_users) {
  if (options_.results == Results::kBorrow) return;
  const auto& ports = model_.outputs();
  for (std::size_t i = 0; i < ports.size(); ++i) {
    ov::Tensor& own = slot.own_outputs[i];
    if (keep_users && (!own || address(slot.request.get_output_tensor(i)) != address(own))) {
      own = {};
      continue;
    }
    const ov::Tensor fresh(ports[i].get_element_type(), start_shape(ports[i].get_partial_shape()), output_memory_);
    slot.request.set_output_tensor(i, fresh);
    own = fresh;
  }
}

void OpenVinoBackend::wait(std::size_t slot) noexcept {
  try {
    slots_[slot].request.wait();
  } catch (...) {
    // The error of the last run; its callback has got it.
  }
}

void OpenVinoBackend::cancel(std::size_t slot) noexcept {
  try {
    slots_[slot].request.cancel();
  } catch (...) {
    // A device that cannot: it lets go when it is done.
  }
}

void OpenVinoBackend::collect(std::size_t index, scheduling::JobState& state) {
  Slot& slot = slots_[index];
  auto& job = static_cast<TensorJob&>(state);
  job.outputs.reserve(slot.own_outputs.size());
  for (std::size_t i = 0; i < slot.own_outputs.size(); ++i) {
    job.outputs.push_back(slot.request.get_output_tensor(i));
    if (slot.own_outputs[i]) slot.own_outputs[i] = job.outputs.back();  // a device may put another in its place
  }
  job.output_names = output_names_;
}

void OpenVinoBackend::park(std::size_t index) noexcept {
  Slot& slot = slots_[index];
  const bool drop_users = slot.exposed && options_.user_tensors == UserTensors::kDropWhenIdle;
  if (drop_users) slot.exposed = false;
  slot.foreign_inputs = slot.foreign_inputs || drop_users;
  if (!slot.foreign_inputs) return;
  try {
    put_own_inputs_back(slot);
  } catch (...) {
    // The device does not take its own tensors now. The next job replaces them; own_input() tries again.
  }
}

void OpenVinoBackend::put_own_inputs_back(Slot& slot) {
  for (std::size_t i = 0; i < slot.own_inputs.size(); ++i) slot.request.set_input_tensor(i, slot.own_inputs[i]);
  slot.foreign_inputs = false;
}

std::shared_ptr<scheduling::Lease> OpenVinoBackend::loan() const {
  return options_.results == Results::kBorrow ? std::make_shared<scheduling::Lease>() : nullptr;
}

void OpenVinoBackend::begin_lease(std::size_t slot) {
  if (stateful_) slots_[slot].request.reset_state();
}

ov::Tensor& OpenVinoBackend::own_input(std::size_t index, std::size_t input) {
  Slot& slot = slots_[index];
  if (slot.foreign_inputs) put_own_inputs_back(slot);
  return slot.own_inputs.at(input);
}

ov::InferRequest& OpenVinoBackend::expose(std::size_t index) {
  Slot& slot = slots_[index];
  // The output tensor of an earlier lease must not be taken for one that is set in this lease.
  if (!slot.exposed && options_.user_tensors == UserTensors::kDropWhenIdle) set_fresh_outputs(slot, false);
  slot.exposed = true;
  return slot.request;
}

}  // namespace millrace
