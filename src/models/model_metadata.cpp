#include "models/model_metadata.hpp"

namespace millrace {
namespace {

std::optional<std::string> text_at(const ov::Model& model, const std::string& section, const std::string& key) {
  try {
    if (!model.has_rt_info(section, key)) return std::nullopt;
    return model.get_rt_info<std::string>(section, key);
  } catch (const std::exception&) {
    return std::nullopt;  // a section that is a plain value, or a value that is no text: not what an exporter writes
  }
}

}  // namespace

ModelMetadata read_metadata(const ov::Model& model) {
  return {.names = text_at(model, "framework", "names"),
          .imgsz = text_at(model, "framework", "imgsz"),
          .model_info = text_at(model, "model_info", "labels")};
}

}  // namespace millrace
