#include "millrace/queue/request.hpp"

#include <utility>

#include "queue/async_state.hpp"

namespace millrace {

Request::Request(std::shared_ptr<AsyncState> queue, std::size_t id) noexcept : queue_(std::move(queue)), id_(id) {}

ov::InferRequest& Request::infer_request() const {
  return queue_->backend().tensors(id_).expose();
}

ov::Tensor Request::get_output_tensor(std::size_t index) const {
  return queue_->backend().request(id_).get_output_tensor(index);
}

ov::Tensor Request::get_tensor(const std::string& name) const {
  return queue_->backend().request(id_).get_tensor(name);
}

ov::Tensor Request::results(const ov::Output<const ov::Node>& port) const {
  return queue_->backend().request(id_).get_tensor(port);
}

const std::vector<ov::Output<const ov::Node>>& Request::model_inputs() const {
  return queue_->backend().model().inputs();
}

const std::vector<ov::Output<const ov::Node>>& Request::model_outputs() const {
  return queue_->backend().model().outputs();
}

Milliseconds Request::latency() const {
  return queue_->latency(id_);
}

}  // namespace millrace
