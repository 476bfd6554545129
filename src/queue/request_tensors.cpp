#include "queue/request_tensors.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "millrace/base/error.hpp"

namespace millrace::queue {
namespace {

/// The initial shape of an output tensor: unknown dimensions are 0 and grow with the first run.
ov::Shape start_shape(const ov::PartialShape& shape) {
  if (shape.rank().is_dynamic()) return {0};
  ov::Shape start;
  for (const auto& dimension : shape) {
    start.push_back(dimension.is_static() ? static_cast<std::size_t>(dimension.get_length()) : 0);
  }
  return start;
}

/// The start of a tensor's data, which identifies the tensor. Null when the host cannot access it.
const void* address(const ov::Tensor& tensor) {
  try {
    return tensor.data();
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

RequestTensors::RequestTensors(ov::InferRequest request, const TensorRules& rules)
    : request_(std::move(request)), rules_(&rules) {
  for (std::size_t i = 0; i < rules_->inputs.size(); ++i) {
    Input input{.own = request_.get_input_tensor(i), .jobs = {}, .made = std::nullopt};
    if (rules_->inputs[i].get_partial_shape().is_dynamic()) input.made = input.own.get_shape();
    inputs_.push_back(std::move(input));
  }
  for (std::size_t i = 0; i < rules_->outputs.size(); ++i) outputs_.push_back({.own = request_.get_output_tensor(i)});
}

// --- leases

void RequestTensors::lease() {
  keep_users_inputs();
  put_own_inputs();
  for (Input& input : inputs_) {
    if (input.made) input.own.set_shape(*input.made);
    input.given = false;
  }
}

ov::InferRequest& RequestTensors::expose() {
  // Fresh outputs, so that an earlier run's output is not taken for one set in this lease.
  if (!exposed_ && rules_->users == UserTensors::kOfTheLease) set_outputs(false);
  exposed_ = true;
  for (Input& input : inputs_) input.given = true;
  return request_;
}

ov::Tensor RequestTensors::own_input(std::size_t index) {
  if (index >= inputs_.size()) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("the model has no input {}; it has {}", index, base::counted(inputs_.size(), "input")));
  }
  Input& input = inputs_[index];
  if (exposed_) put_own_input(index);  // the user may have set another
  input.given = true;
  return input.own;
}

std::optional<std::size_t> RequestTensors::missing_input() const {
  const auto missing = std::find_if(inputs_.begin(), inputs_.end(), [](const Input& input) { return !input.given; });
  if (missing == inputs_.end()) return std::nullopt;
  return static_cast<std::size_t>(missing - inputs_.begin());
}

void RequestTensors::end_lease() noexcept {
  leave_lease();
  park();
}

// From now on tensors that the user set belong to the run that ends the lease, if there is one, and then to nobody.
void RequestTensors::leave_lease() noexcept {
  if (!exposed_ || rules_->users == UserTensors::kOfTheRequest) return;
  note_users_outputs();
  exposed_ = false;
  displaced_ = true;
}

// --- runs

void RequestTensors::start(std::vector<ov::Tensor> inputs, Leased leased) {
  const bool users_stay = exposed_;
  keep_users_inputs();
  note_users_outputs();
  if (leased == Leased::kLast) leave_lease();  // before anything can throw
  if (inputs.empty() && leased == Leased::kNo) put_own_inputs();
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    request_.set_input_tensor(i, inputs[i]);
    inputs_[i].jobs = std::move(inputs[i]);
  }
  set_outputs(users_stay);
}

std::vector<ov::Tensor> RequestTensors::collect() {
  std::vector<ov::Tensor> collected;
  collected.reserve(outputs_.size());
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    collected.push_back(request_.get_output_tensor(i));
    if (!outputs_[i].users) outputs_[i].own = collected.back();  // the device may have replaced it
  }
  return collected;
}

void RequestTensors::park() noexcept {
  try {
    keep_users_inputs();
    put_own_inputs();
    if (exposed_) return;
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      if (outputs_[i].users) put_output(i);
    }
  } catch (...) {
    // The device refuses them now. The next lease or run tries again.
  }
}

// --- inputs

// The user may have set tensors at any time since the request was exposed, so check before the queue sets others.
void RequestTensors::keep_users_inputs() {
  if (!exposed_ || rules_->users == UserTensors::kOfTheLease) return;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    Input& input = inputs_[i];
    const ov::Tensor held = request_.get_input_tensor(i);
    if (address(held) == address(input.jobs ? input.jobs : input.own)) continue;
    input = {.own = held, .jobs = {}, .made = std::nullopt};
  }
}

void RequestTensors::put_own_input(std::size_t index) {
  request_.set_input_tensor(index, inputs_[index].own);
  inputs_[index].jobs = {};
}

void RequestTensors::put_own_inputs() {
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (displaced_ || inputs_[i].jobs) put_own_input(i);
  }
  displaced_ = false;
}

// --- outputs

void RequestTensors::note_users_outputs() noexcept {
  if (!exposed_) return;
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    Output& output = outputs_[i];
    try {
      output.users = output.users || address(request_.get_output_tensor(i)) != address(output.own);
    } catch (...) {
      output.users = true;
    }
  }
}

void RequestTensors::set_outputs(bool users_stay) {
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const bool users = outputs_[i].users;
    const bool fresh = rules_->results == Results::kOwn;
    if (users && users_stay) {
      if (fresh) outputs_[i].own = {};  // frees its memory for other outputs
    } else if (users || fresh) {
      put_output(i);
    }
  }
}

void RequestTensors::put_output(std::size_t index) {
  Output& output = outputs_[index];
  ov::Tensor tensor = output.own;
  if (rules_->results == Results::kOwn) {
    const auto& port = rules_->outputs[index];
    tensor = ov::Tensor(port.get_element_type(), start_shape(port.get_partial_shape()), rules_->output_memory);
  }
  request_.set_output_tensor(index, tensor);
  output.own = std::move(tensor);
  output.users = false;
}

}  // namespace millrace::queue
