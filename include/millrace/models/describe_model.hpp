#pragma once

#include <filesystem>

#include "millrace/models/detector_options.hpp"
#include "millrace/models/model_spec.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace {

/// What a Detector would make of this model with these options, without compiling it: family, labels, preprocessing,
/// thresholds, and where each value came from. Throws as Detector's constructor does, but for the device.
ModelSpec describe_model(ov::Core& core, const std::filesystem::path& model, const DetectorOptions& options = {});

}  // namespace millrace
