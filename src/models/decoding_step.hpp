#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "models/head_search.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace::models {

/// How a quantised graph rounds the weights of a softmax.
struct WeightQuantisation {
  float largest = 1;
  int levels = 0;  ///< 0: it does not
};

/// What a graph does with its heads, as a function of its own: the judge of those who decode heads. It runs on the CPU
/// in f32. Thread-compatible.
class DecodingStep {
 public:
  /// Of the way from find_grid_values() of the same arguments to the output; `model` stays as it is. Throws what
  /// OpenVINO throws.
  DecodingStep(ov::Core& core, const ov::Model& model, std::size_t output, Size input, std::span<const int> strides);

  /// One tensor for each part of each grid, in their order: f32 [1, height, width, channels].
  std::vector<ov::Tensor> inputs();
  /// The output for these inputs. It is overwritten by the next run.
  ov::Tensor run(std::span<const ov::Tensor> inputs);

  const WeightQuantisation& weights() const noexcept { return weights_; }

 private:
  explicit DecodingStep(ov::Core& core, const std::shared_ptr<ov::Model>& step);

  WeightQuantisation weights_;
  ov::InferRequest request_;
};

}  // namespace millrace::models
