#pragma once

#include <string>

#include "millrace/models/model_spec.hpp"

namespace millrace::cli {

/// What `millrace inspect --json` writes: one object, each chosen value as {"value": ..., "from": "..."}, null if
/// unknown.
std::string inspect_json(const ModelSpec& spec);

}  // namespace millrace::cli
