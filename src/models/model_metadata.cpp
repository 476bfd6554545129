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

// Model API notes the size of a model whose input takes pictures of any size, as it resizes them itself.
std::optional<Sourced<std::string>> size_text(const std::optional<std::string>& imgsz,
                                              const std::optional<std::string>& height,
                                              const std::optional<std::string>& width) {
  if (imgsz) return Sourced<std::string>{*imgsz, "the model's metadata (imgsz)"};
  if (!height || !width) return std::nullopt;
  return Sourced<std::string>{"[" + *height + "," + *width + "]", "rt_info/model_info (orig_height, orig_width)"};
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
  const auto converted = [&model](const char* key) { return text_at(model, "conversion_parameters", key); };
  const auto scale = converted("scale_values");
  std::vector<Sourced<std::string>> names;
  for (const Sidecar& sidecar : beside) {
    if (sidecar.names) names.push_back({*sidecar.names, sidecar.file + " (names)"});
  }
  return {.sidecar_names = std::move(names),
          .names = exporter("names"),
          .imgsz = size_text(fact("imgsz", &Sidecar::imgsz), info("orig_height"), info("orig_width")),
          .task = fact("task", &Sidecar::task),
          .stride = fact("stride", &Sidecar::stride),
          .model_info = info("labels"),
          .confidence_threshold = info("confidence_threshold"),
          .iou_threshold = info("iou_threshold"),
          .preprocessing = {.resize_type = info("resize_type"),
                            .pad_value = info("pad_value"),
                            .reverse_input_channels = info("reverse_input_channels"),
                            .mean_values = info("mean_values"),
                            .scale_values = info("scale_values"),
                            .embedded_processing = info("embedded_processing"),
                            .converted_mean = converted("mean_values"),
                            .converted_scale = scale ? scale : converted("scale"),
                            .converted_reversal = converted("reverse_input_channels")}};
}

}  // namespace millrace::models
