#include "models/yaml_text.hpp"

#include <nlohmann/json.hpp>

namespace millrace::models {

std::optional<std::string> flat_json(const YAML::Node& node) {
  using nlohmann::json;
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

}  // namespace millrace::models
