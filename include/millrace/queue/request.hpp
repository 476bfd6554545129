#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "millrace/base/clock.hpp"
#include "openvino/core/node_output.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace {
namespace queue {
class AsyncState;
}

/// A cheap handle to one pooled request, as a callback or queue[i] gets it; stays valid even when the queue is gone.
/// While the request runs, only id() and latency() of a Request from queue[i] may be called.
class Request {
 public:
  /// Index in the pool.
  std::size_t id() const noexcept { return id_; }
  /// The request itself. Tensors set on it stay until others are set by hand; a job's own inputs replace them for that
  /// job only. A dynamic input that was never set is empty again when get_idle_request_id() reserves the request. Do
  /// not start it or set its callback.
  ov::InferRequest& infer_request() const;

  /// Throws Error kInvalidArgument for an output that the model does not have, as do the next two.
  ov::Tensor get_output_tensor(std::size_t index = 0) const;
  ov::Tensor get_tensor(const std::string& name) const;
  /// The output of that port: Python's `request.results[port]`.
  ov::Tensor results(const ov::Output<const ov::Node>& port) const;

  const std::vector<ov::Output<const ov::Node>>& model_inputs() const;
  const std::vector<ov::Output<const ov::Node>>& model_outputs() const;

  /// How long the last finished run took, from device start to completion, without the wait for a slot; 0 before the
  /// first.
  Milliseconds latency() const;

 private:
  friend class AsyncInferQueue;
  friend class queue::AsyncState;

  Request(std::shared_ptr<queue::AsyncState> queue, std::size_t id) noexcept;

  std::shared_ptr<queue::AsyncState> queue_;
  std::size_t id_;
};

}  // namespace millrace
