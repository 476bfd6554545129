#pragma once

#include <optional>
#include <string>

#include <yaml-cpp/yaml.h>

namespace millrace::models {

/// A flat list or mapping as JSON, with keys and values as texts; nothing for anything else. A mapping is sorted by
/// key.
std::optional<std::string> flat_json(const YAML::Node& node);

}  // namespace millrace::models
