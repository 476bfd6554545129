#include "models/model_metadata.hpp"

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
  const Sidecar beside = read_sidecar(path);
  const auto exporter = [&model](const char* key) { return text_at(model, "framework", key); };
  const auto info = [&model](const char* key) { return text_at(model, "model_info", key); };
  return {.sidecar_names = beside.names ? std::optional(Sourced<std::string>{*beside.names, beside.file + " (names)"})
                                        : std::nullopt,
          .names = exporter("names"),
          .imgsz = beside.imgsz ? beside.imgsz : exporter("imgsz"),
          .task = beside.task ? beside.task : exporter("task"),
          .stride = beside.stride ? beside.stride : exporter("stride"),
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
