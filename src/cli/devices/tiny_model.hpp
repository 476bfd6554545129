#pragma once

#include <memory>

#include "openvino/core/model.hpp"

namespace millrace::cli {

/// A model of one small convolution on a [1,3,64,64] input, for questions about a device that any model answers.
std::shared_ptr<ov::Model> tiny_model();

}  // namespace millrace::cli
