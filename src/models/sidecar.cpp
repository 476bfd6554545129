#include "models/sidecar.hpp"

#include <array>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include "base/file_reader.hpp"
#include "millrace/base/error.hpp"

namespace millrace::models {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kLargestSidecar = 1 << 20;  // a thousand labels take 20 KiB

[[noreturn]] void refuse_sidecar(const std::string& file, const std::string& reason) {
  throw Error(ErrorCode::kModel, fmt::format("metadata {}: {}; mend it, or move it away from the model", file, reason));
}

std::optional<std::string> scalar(const YAML::Node& node) {
  if (!node || !node.IsScalar()) return std::nullopt;
  return node.Scalar();
}

/// A flat list or mapping as JSON, with keys and values as texts; nothing for anything else. A mapping is sorted by
/// key.
std::optional<std::string> collection(const YAML::Node& node) {
  if (!node || !(node.IsSequence() || node.IsMap())) return std::nullopt;
  json texts = node.IsMap() ? json::object() : json::array();
  for (const auto& entry : node) {
    const YAML::Node& value = node.IsMap() ? entry.second : entry;
    if (!value.IsScalar() || (node.IsMap() && !entry.first.IsScalar())) return std::nullopt;
    if (node.IsMap()) {
      texts[entry.first.Scalar()] = value.Scalar();
    } else {
      texts.push_back(value.Scalar());
    }
  }
  return texts.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string content_of(const fs::path& path) {
  base::FileContent content = base::read_file(path, kLargestSidecar);
  if (!content.ok()) refuse_sidecar(path.string(), "it " + content.problem);
  return std::move(content.bytes);
}

}  // namespace

Sidecar parse_sidecar(std::string_view text, const std::string& file) {
  try {
    const YAML::Node root = YAML::Load(std::string(text));
    if (!root.IsMap()) return {.file = file};
    return {.file = file,
            .names = collection(root["names"]),
            .imgsz = collection(root["imgsz"]),
            .task = scalar(root["task"]),
            .stride = scalar(root["stride"])};
  } catch (const YAML::Exception& error) {
    refuse_sidecar(file, fmt::format("it is no YAML ({})", error.what()));
  }
}

Sidecar read_sidecar(const fs::path& model) {
  if (model.extension() != ".xml") return {};
  const std::array candidates{model.parent_path() / "metadata.yaml", fs::path(model).replace_extension(".yaml")};
  for (const fs::path& path : candidates) {
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return parse_sidecar(content_of(path), path.string());
  }
  return {};
}

}  // namespace millrace::models
