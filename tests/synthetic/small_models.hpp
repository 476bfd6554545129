#pragma once

#include <cstddef>
#include <memory>

#include "openvino/core/partial_shape.hpp"

namespace ov {
class Model;
}

/// Models of one or two operators, whose results can be told from their inputs at sight.
namespace millrace::small_models {

/// y = x for what is not negative. The first dimension is a batch, so that every device can run it.
std::shared_ptr<ov::Model> relu(const ov::PartialShape& shape = {1, 4});
/// The same without any tensor names.
std::shared_ptr<ov::Model> relu_without_names();
/// y = a - b, four numbers each: tells whether the inputs came in order.
std::shared_ptr<ov::Model> difference();
/// y = x + 1 for a number without dimensions.
std::shared_ptr<ov::Model> scalar_increment();
/// The k largest of ten numbers. k = 11 passes every check of the inputs and fails in the inference.
std::shared_ptr<ov::Model> top_k();
/// The k largest of ten numbers, behind another output that has its value before the TopK can fail.
std::shared_ptr<ov::Model> relu_then_top_k();
/// y = x for what is not negative, four numbers, if k is 1; k = 5 fails in the inference.
std::shared_ptr<ov::Model> relu_or_fault();
/// A model that takes its time: `depth` products of `size` x `size`.
std::shared_ptr<ov::Model> matmul_chain(std::size_t size, int depth);
/// y = the sum of every x so far: a model with a state.
std::shared_ptr<ov::Model> running_sum();
/// y = 7, from nothing.
std::shared_ptr<ov::Model> no_inputs();
/// Two results of the same value.
std::shared_ptr<ov::Model> twin_outputs();
/// Strings in, the same strings out.
std::shared_ptr<ov::Model> same_text();

}  // namespace millrace::small_models
