#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "millrace/queue/compile_options.hpp"
#include "millrace/vision/image.hpp"
#include "millrace/vision/pixel_type.hpp"

namespace millrace {

/// How a Detector compiles its model and which detections it keeps. Unset values follow the model's family.
struct DetectorOptions {
  CompileOptions compile = {};                               ///< device, hint, streams, precision, cache
  std::optional<float> confidence = std::nullopt;            ///< keep scores greater than this, 0 to 1
  std::optional<float> iou = std::nullopt;                   ///< drop boxes that overlap a better one by more, 0 to 1
  std::optional<std::size_t> max_detections = std::nullopt;  ///< boxes kept in one picture, at least 1
  std::vector<int> classes = {};              ///< only these classes; all if there are no class_names either
  std::vector<std::string> class_names = {};  ///< only these as well: {"person", "bus"}
  std::filesystem::path labels = {};  ///< a file with a label per line, or YAML with names; empty: the model's own
  std::string family = {};            ///< overrides recognition: "yolov8"; empty: by shape
  std::optional<Size> input_size = std::nullopt;  ///< of a dynamic model; rounded up to its stride
  /// Number type of the picture input; by default the one that costs least, see ModelSpec::input_type.
  std::optional<PixelType> input_type = std::nullopt;
  /// Run a graph whose structure is known only up to its heads. Before that it is compared with the uncut graph, which
  /// is remembered beside the compiled models in compile.cache_dir.
  bool cut_graph = true;
};

}  // namespace millrace
