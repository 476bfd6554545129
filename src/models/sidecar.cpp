#include "models/sidecar.hpp"

#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "base/file_reader.hpp"
#include "millrace/base/error.hpp"
#include "models/yaml_text.hpp"

namespace millrace::models {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestSidecar = 1 << 20;  // a thousand labels take 20 KiB

[[noreturn]] void refuse_sidecar(const std::string& file, const std::string& reason) {
  throw Error(ErrorCode::kModel, fmt::format("metadata {}: {}; mend it, or move it away from the model", file, reason));
}

std::optional<std::string> scalar(const YAML::Node& node) {
  if (!node || !node.IsScalar()) return std::nullopt;
  return node.Scalar();
}

std::optional<std::string> names_in(const YAML::Node& root) {
  if (!root["names"]) return std::nullopt;
  return flat_json(root["names"]).value_or("");
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
    if (root.IsNull()) return {.file = file};
    if (!root.IsMap()) refuse_sidecar(file, "it is no mapping such as 'names: [cat, dog]'");
    return {.file = file,
            .names = names_in(root),
            .imgsz = flat_json(root["imgsz"]),
            .task = scalar(root["task"]),
            .stride = scalar(root["stride"])};
  } catch (const YAML::Exception& error) {
    refuse_sidecar(file, fmt::format("it is no YAML ({})", error.what()));
  }
}

std::vector<Sidecar> read_sidecars(const fs::path& model) {
  std::vector<Sidecar> found;
  for (const fs::path& path : {model.parent_path() / "metadata.yaml", fs::path(model).replace_extension(".yaml")}) {
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) found.push_back(parse_sidecar(content_of(path), path.string()));
  }
  return found;
}

}  // namespace millrace::models
