#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "millrace/models/sourced.hpp"
#include "models/choose_preprocessing.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// What an exporter wrote about the model into its file or beside it, as text. ONNX metadata comes as
/// rt_info["framework"].
struct ModelMetadata {
  std::vector<Sourced<std::string>> sidecar_names;  ///< of YAML files beside the model: JSON
  std::optional<std::string> names;                 ///< framework/names: a Python dict
  std::optional<Sourced<std::string>> imgsz;        ///< framework/imgsz: a Python list, height first
  std::optional<std::string> task;                  ///< framework/task: "detect", "segment", "pose"...
  std::optional<std::string> stride;                ///< framework/stride: the largest, a number
  std::optional<std::string> model_info;            ///< model_info/labels
  std::optional<std::string> confidence_threshold;  ///< model_info/confidence_threshold
  std::optional<std::string> iou_threshold;         ///< model_info/iou_threshold
  PreprocessingInfo preprocessing;                  ///< of model_info
};

/// Files beside an OpenVINO model win over it; an ONNX file, which may lie in a folder with others, knows itself
/// better, names excepted. Throws Error kModel as read_sidecars() does.
ModelMetadata read_metadata(const ov::Model& model, const std::filesystem::path& path);

}  // namespace millrace::models
