#pragma once

#include "millrace/models/model_spec.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// Counts what is in the graph. `gflop` needs its dimensions to be fixed.
ModelSize model_size_of(const ov::Model& model);

}  // namespace millrace::models
