#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace millrace::models {

/// What an exporter wrote into a YAML file beside the model, under the keys of ONNX metadata.
struct Sidecar {
  std::string file = {};                            ///< empty if there is none
  std::optional<std::string> names = std::nullopt;  ///< a JSON object or list
  std::optional<std::string> imgsz = std::nullopt;  ///< a JSON list, height first
  std::optional<std::string> task = std::nullopt;
  std::optional<std::string> stride = std::nullopt;  ///< the largest
};

/// Reads metadata.yaml (Ultralytics), else <stem>.yaml (YOLOv5), beside an OpenVINO model (.xml). ONNX files carry
/// their own metadata. Throws Error kModel when the file exists but cannot be read or is not YAML.
Sidecar read_sidecar(const std::filesystem::path& model);

/// The same from the file's content; `file` names it in messages. Safe on any bytes.
Sidecar parse_sidecar(std::string_view text, const std::string& file);

}  // namespace millrace::models
