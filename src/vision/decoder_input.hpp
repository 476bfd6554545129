#pragma once

#include <string_view>

#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Throws Error kInvalidInput unless `fits` and the tensor has data: "the output has shape [1,84,8400]; family 'yolov8'
/// wants [...] for one picture".
void require_output(TensorView output, bool fits, std::string_view family, std::string_view wanted);

/// The class number that a model wrote as a float; -1 if it cannot be one.
int class_of(float value);

}  // namespace millrace::vision
