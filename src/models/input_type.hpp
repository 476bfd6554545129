#pragma once

#include "millrace/models/sourced.hpp"
#include "millrace/queue/compile_options.hpp"
#include "millrace/vision/pixel_type.hpp"
#include "models/built_in_steps.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace::models {

/// The number type that pictures go into a model with at least cost, and why. A convolution on the CPU reads the tensor
/// that the letterbox has written as it stands if it is of the type that the convolution computes in: no node is left
/// before it. Otherwise u8, of which least is to be written and carried (docs/design/0008).
Sourced<PixelType> choose_input_type(const ov::Core& core, const BuiltInSteps& model, const CompileOptions& options);

}  // namespace millrace::models
