#pragma once

#include <memory>

#include "millrace/queue/inputs.hpp"
#include "openvino/core/model.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace::tuning {

/// The model of `millrace soak`: `echo` is `x` again, and `work` is about a millisecond of computation on it. With
/// faults it has another input, `k`: an inference whose `k` is too large fails once the work is done.
std::shared_ptr<ov::Model> soak_model(bool with_faults);

/// `x` filled with one number, greater than zero.
ov::Tensor soak_payload(float number);
/// `k`, for an inference that succeeds or fails.
ov::Tensor soak_fault(bool fails);
/// True when `echo` holds that number and nothing else.
bool is_payload(const ov::Tensor& echo, float number);

}  // namespace millrace::tuning
