#pragma once

#include <string>
#include <vector>

#include "millrace/queue/inputs.hpp"
#include "openvino/core/node_output.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace::queue {

/// The inputs that a model expects; checks a job's inputs against them. Immutable, hence thread-safe.
class ModelInputs {
 public:
  explicit ModelInputs(std::vector<ov::Output<const ov::Node>> ports) : ports_(std::move(ports)) {}

  const std::vector<ov::Output<const ov::Node>>& ports() const noexcept { return ports_; }

  /// One tensor per input, in the model's order. Throws Error kInvalidInput that says what was given and what is
  /// expected: count, key, element type, shape.
  std::vector<ov::Tensor> resolve(const Inputs& inputs) const;

  /// An input as messages show it: its name in quotes, or its index.
  std::string name(std::size_t index) const;

 private:
  std::size_t index_of(const InputKey& key) const;
  void check(std::size_t index, const ov::Tensor& tensor) const;
  std::string names() const;

  std::vector<ov::Output<const ov::Node>> ports_;
};

}  // namespace millrace::queue
