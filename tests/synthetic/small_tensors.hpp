#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "openvino/runtime/compiled_model.hpp"
#include "openvino/runtime/core.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace {

/// A tensor of one number, repeated.
inline ov::Tensor filled(float value, const ov::Shape& shape = {1, 4}) {
  ov::Tensor tensor(ov::element::f32, shape);
  std::fill_n(tensor.data<float>(), tensor.get_size(), value);
  return tensor;
}

/// A number without dimensions.
inline ov::Tensor scalar(int value) {
  ov::Tensor tensor(ov::element::i32, ov::Shape{});
  *tensor.data<int>() = value;
  return tensor;
}

/// A tensor of [1,4] over memory that `owner` keeps: zero-copy, and it can be seen when the memory is let go.
inline ov::Tensor lent(const std::shared_ptr<std::vector<float>>& owner) {
  return ov::Tensor(ov::Tensor(ov::element::f32, {1, owner->size()}, owner->data()), owner);
}

inline float first(const ov::Tensor& tensor) {
  return *std::as_const(tensor).data<float>();
}

/// True when the tensor holds that number and nothing else.
inline bool holds(const ov::Tensor& tensor, float value) {
  const float* data = std::as_const(tensor).data<float>();
  return tensor.get_size() != 0 &&
         std::all_of(data, data + tensor.get_size(), [value](float other) { return other == value; });
}

/// Compiles with one Core for all tests of an executable.
inline ov::CompiledModel compile(const std::shared_ptr<ov::Model>& model, const ov::AnyMap& properties = {},
                                 const std::string& device = "CPU") {
  static ov::Core core;
  return core.compile_model(model, device, properties);
}

/// A model whose jobs complete inside start_async, on the caller's thread.
inline ov::CompiledModel compile_inline(const std::shared_ptr<ov::Model>& model) {
  return compile(model, {ov::num_streams(0)});
}

}  // namespace millrace
