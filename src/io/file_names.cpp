#include "millrace/io/file_names.hpp"

namespace millrace {

std::string FileNames::next(std::string_view stem, std::string_view extension) {
  std::string name = std::string(stem).append(extension);
  int& uses = uses_[name];  // references into an unordered_map stay valid while it grows
  if (++uses == 1) return name;
  // A picture may have been called bus-2.jpg from the start.
  for (;; ++uses) {
    std::string numbered = std::string(stem).append("-").append(std::to_string(uses)).append(extension);
    if (uses_.emplace(numbered, 1).second) return numbered;
  }
}

}  // namespace millrace
