#pragma once

#include <optional>
#include <string>
#include <vector>

#include "millrace/vision/image.hpp"

namespace millrace::cli {

/// A size as typed: one side for both (640), or height and width (480,640, 480x640 or "480 640"), each from 1 to 8192.
std::optional<Size> parse_size(const std::string& text);

/// Classes as typed: "0,person" is the number 0 and the name "person".
struct ClassList {
  std::vector<int> numbers;
  std::vector<std::string> names;
};

/// Nothing for an empty list, a number above 100,000, or what begins with '-'.
std::optional<ClassList> parse_classes(const std::string& text);

}  // namespace millrace::cli
