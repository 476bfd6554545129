#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace millrace {

/// Gives every picture of a run a file name of its own: the second "bus.jpg" becomes "bus-2.jpg".
class FileNames {
 public:
  /// `stem` + `extension`, numbered when that name was given before.
  std::string next(std::string_view stem, std::string_view extension);

 private:
  std::unordered_map<std::string, int> uses_;
};

}  // namespace millrace
