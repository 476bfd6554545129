#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"

namespace millrace::io {

/// JSON that keeps the order of its objects and prints numbers as floats: 0.82, not 0.8199999928474426, yet with enough
/// digits to read back the same float.
using Json =
    nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t, std::uint64_t, float>;

/// One line without blanks.
inline std::string to_line(const Json& json) {
  return base::json_text(json, -1);
}

}  // namespace millrace::io
