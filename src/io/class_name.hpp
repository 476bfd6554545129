#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace millrace::io {

/// The label of a class, or "class 7" if it has none.
inline std::string class_name(const std::vector<std::string>& labels, int class_id) {
  const auto index = static_cast<std::size_t>(class_id);
  return class_id >= 0 && index < labels.size() ? labels[index] : "class " + std::to_string(class_id);
}

}  // namespace millrace::io
