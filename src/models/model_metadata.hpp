#pragma once

#include <optional>
#include <string>

#include "openvino/core/model.hpp"

namespace millrace {

/// What an exporter wrote into the model file about it, as text. ONNX metadata comes as rt_info["framework"].
struct ModelMetadata {
  std::optional<std::string> names;       ///< framework/names: a Python dict
  std::optional<std::string> imgsz;       ///< framework/imgsz: a Python list, height first
  std::optional<std::string> model_info;  ///< model_info/labels
};

ModelMetadata read_metadata(const ov::Model& model);

}  // namespace millrace
