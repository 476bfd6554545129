#pragma once

#include <string>

#include "tuning/soak.hpp"

namespace millrace::cli {

/// The report as one JSON object; a ratio that could not be measured is null.
std::string soak_json(const tuning::SoakReport& report);

}  // namespace millrace::cli
