#include "millrace/queue/request.hpp"

#include <utility>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "openvino/core/except.hpp"
#include "queue/async_state.hpp"
#include "queue/openvino_reason.hpp"

namespace millrace {
namespace {

template <class Call>
ov::Tensor tensor_of(const std::string& what, Call call) {
  try {
    return call();
  } catch (const ov::Exception& error) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("the model has no {}: {}; model_outputs() has what there is", what,
                            queue::openvino_reason(error.what())),
                std::current_exception());
  }
}

}  // namespace

Request::Request(std::shared_ptr<queue::AsyncState> queue, std::size_t id) noexcept
    : queue_(std::move(queue)), id_(id) {}

ov::InferRequest& Request::infer_request() const {
  return queue_->backend().tensors(id_).expose();
}

ov::Tensor Request::get_output_tensor(std::size_t index) const {
  return tensor_of(fmt::format("output {}", index),
                   [&] { return queue_->backend().request(id_).get_output_tensor(index); });
}

ov::Tensor Request::get_tensor(const std::string& name) const {
  return tensor_of(fmt::format("tensor '{}'", name), [&] { return queue_->backend().request(id_).get_tensor(name); });
}

ov::Tensor Request::results(const ov::Output<const ov::Node>& port) const {
  return tensor_of("such port", [&] { return queue_->backend().request(id_).get_tensor(port); });
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
