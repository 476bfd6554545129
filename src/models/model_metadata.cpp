#include "models/model_metadata.hpp"

#include <algorithm>
#include <utility>

#include "models/sidecar.hpp"

namespace millrace::models {
namespace {

std::optional<std::string> text_at(const ov::Model& model, const std::string& section, const std::string& key) {
  try {
    if (!model.has_rt_info(section, key)) return std::nullopt;
    return model.get_rt_info<std::string>(section, key);
  } catch (const std::exception&) {
    return std::nullopt;  // a section that is a plain value, or a value that is not text: no exporter writes that
  }
}

}  // namespace

ModelMetadata read_metadata(const ov::Model& model, const std::filesystem::path& path) {
  const std::vector<Sidecar> beside = read_sidecars(path);
  const bool is_ir = path.extension() == ".xml";
  const auto exporter = [&model](const char* key) { return text_at(model, "framework", key); };
  const auto info = [&model](const char* key) { return text_at(model, "model_info", key); };
  const auto fact = [&](const char* key, std::optional<std::string> Sidecar::* member) {
    auto own = exporter(key);
    const auto file =
        std::ranges::find_if(beside, [member](const Sidecar& sidecar) { return (sidecar.*member).has_value(); });
    return file == beside.end() || (own && !is_ir) ? own : (*file).*member;
  };
  std::vector<Sourced<std::string>> names;
  for (const Sidecar& sidecar : beside) {
    if (sidecar.names) names.push_back({*sidecar.names, sidecar.file + " (names)"});
  }
  return {.sidecar_names = std::move(names),
          .names = exporter("names"),
          .imgsz = fact("imgsz", &Sidecar::imgsz),
          .task = fact("task", &Sidecar::task),
          .stride = fact("stride", &Sidecar::stride),
          .model_info = info("labels"),
          .confidence_threshold = info("confidence_threshold"),
          .iou_threshold = info("iou_threshold"),
          .preprocessing = {.resize_type = info("resize_type"),
                            .pad_value = info("pad_value"),
                            .reverse_input_channels = info("reverse_input_channels"),
                            .mean_values = info("mean_values"),
                            .scale_values = info("scale_values")}};
}

}  // namespace millrace::models
