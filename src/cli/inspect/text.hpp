#pragma once

#include <string>

#include "millrace/models/model_spec.hpp"

namespace millrace::cli {

/// What `millrace inspect` prints: one paragraph for each known value, its origin in brackets.
std::string inspect_text(const ModelSpec& spec);

}  // namespace millrace::cli
