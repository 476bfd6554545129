#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include <fmt/format.h>

namespace millrace::base {

/// "a, b, c", of more than `most` words: "a, b, and 5 more".
inline std::string joined(std::span<const std::string> words, std::size_t most) {
  const std::size_t shown = std::min(words.size(), most);
  const std::size_t more = words.size() - shown;
  return fmt::format("{}{}", fmt::join(words.first(shown), ", "), more > 0 ? fmt::format(", and {} more", more) : "");
}

}  // namespace millrace::base
