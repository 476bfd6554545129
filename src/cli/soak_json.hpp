#pragma once

#include <string>

#include "millrace/tuning/soak.hpp"

namespace millrace::cli {

/// The report as one JSON object; a ratio that could not be measured is null.
std::string soak_json(const SoakReport& report);

}  // namespace millrace::cli
