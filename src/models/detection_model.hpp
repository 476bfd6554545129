#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "millrace/models/detector_options.hpp"
#include "millrace/models/model_spec.hpp"
#include "models/choose_graph.hpp"
#include "models/input_graph.hpp"
#include "models/registry.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace::models {

/// A model that has been read and recognised, but not compiled.
struct DetectionModel {
  ModelSpec spec;
  const ModelFamily* family = nullptr;                   ///< an entry of model_families()
  OutputShape output_shape;                              ///< of the output with the detections
  std::optional<std::size_t> most_boxes = std::nullopt;  ///< that a model which chooses them can give, if known
  std::vector<std::string_view> other_families = {};     ///< that its outputs fit, too
  UnpadRule unpad = UnpadRule::kRounded;
  PictureAxes axes;                             ///< of the graph's input
  std::shared_ptr<ov::Model> graph;             ///< uncut, with an input of the size in spec
  std::optional<ChosenCut> cut = std::nullopt;  ///< if that is what runs
};

/// Reads and recognises a model. Throws as Detector's constructor does.
DetectionModel read_detection_model(ov::Core& core, const std::filesystem::path& path, const DetectorOptions& options);

/// The same into `model`, which after an exception holds what was found out until then, if the file could be read:
/// then spec.path is not empty.
void read_detection_model(ov::Core& core, const std::filesystem::path& path, const DetectorOptions& options,
                          DetectionModel& model);

}  // namespace millrace::models
