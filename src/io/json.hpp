#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"

namespace millrace::io {

/// JSON whose objects keep their order and whose numbers are printed as floats: 0.82, not 0.8199999928474426, and still
/// enough digits to read the same float back.
using Json =
    nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t, std::uint64_t, float>;

/// One line without blanks.
inline std::string to_line(const Json& json) {
  return base::json_text(json, -1);
}

}  // namespace millrace::io
