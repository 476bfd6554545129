#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "openvino/core/node_output.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace {

/// Identifies an input of a model: by index, by one of its tensor names, or by port.
class InputKey {
 public:
  /// Any integer type. Throws Error kInvalidInput when it is negative.
  template <std::integral Index>
  InputKey(Index index) : key_(checked(std::in_range<std::size_t>(index), static_cast<std::size_t>(index))) {}
  InputKey(std::string name) : key_(std::move(name)) {}
  InputKey(const char* name) : key_(std::string(name)) {}
  InputKey(ov::Output<const ov::Node> port) : key_(std::move(port)) {}
  InputKey(const ov::Output<ov::Node>& port) : key_(ov::Output<const ov::Node>(port.get_node(), port.get_index())) {}

  const auto& value() const noexcept { return key_; }

 private:
  static std::size_t checked(bool in_range, std::size_t index);

  std::variant<std::size_t, std::string, ov::Output<const ov::Node>> key_;
};

/// One tensor and the input it is for; without a key, its place in the list decides.
struct InputItem {
  InputItem(ov::Tensor tensor_) : tensor(std::move(tensor_)) {}
  InputItem(InputKey key_, ov::Tensor tensor_) : key(std::move(key_)), tensor(std::move(tensor_)), keyed(true) {}

  InputKey key = std::size_t{0};
  ov::Tensor tensor;
  bool keyed = false;
};

/// The inputs of one job, in any form that Python's AsyncInferQueue accepts.
///
/// Example:
///   queue.submit(tensor);                                                             // a model with one input
///   queue.submit({first, second});                                                    // by place
///   queue.submit({{0, first}, {"mask", second}});                                     // by index, name or port
///   queue.submit(std::map<std::string, ov::Tensor>{{"x", first}, {"mask", second}});  // by name
///
/// Empty when default-constructed, which fits only a model without inputs. Tensors are shared, not copied: memory that
/// a tensor borrows must live until the device lets go of it, which may be after the job has ended. With an InferQueue,
/// JobOptions::keep_alive can hold its owner; see AsyncInferQueue for the other.
class Inputs {
 public:
  Inputs() = default;
  Inputs(ov::Tensor tensor) { items_.emplace_back(std::move(tensor)); }
  Inputs(std::initializer_list<InputItem> items) : items_(items) {}
  Inputs(std::vector<ov::Tensor> tensors);
  Inputs(const std::map<std::string, ov::Tensor>& tensors);

  const std::vector<InputItem>& items() const noexcept { return items_; }

 private:
  std::vector<InputItem> items_;
};

}  // namespace millrace
