#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace millrace::models {

/// What an exporter wrote into a YAML file beside the model, under the keys of ONNX metadata.
struct Sidecar {
  std::string file = {};
  std::optional<std::string> names = std::nullopt;  ///< a JSON object or list; empty for anything else
  std::optional<std::string> imgsz = std::nullopt;  ///< a JSON list, height first
  std::optional<std::string> task = std::nullopt;
  std::optional<std::string> stride = std::nullopt;  ///< the largest
};

/// Reads metadata.yaml (Ultralytics) and <stem>.yaml (YOLOv5) beside a model, in this order, as far as they exist.
/// Throws Error kModel when one exists but cannot be read or is not YAML.
std::vector<Sidecar> read_sidecars(const std::filesystem::path& model);

/// One of them from its content; `file` names it in messages. Safe on any bytes.
Sidecar parse_sidecar(std::string_view text, const std::string& file);

}  // namespace millrace::models
