#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace millrace::base {

/// "0 boxes", "1 box", "2 boxes". `many` defaults to `one` plus "s".
inline std::string counted(std::size_t count, std::string_view one, std::string_view many = {}) {
  std::string text = std::to_string(count) + " ";
  if (count == 1 || many.empty()) text.append(one);
  if (count != 1) text.append(many.empty() ? "s" : many);
  return text;
}

}  // namespace millrace::base
