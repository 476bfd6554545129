#pragma once

#include <string>

namespace millrace {

/// A value and where it came from, in words: {"yolov5", "output 0 has 25200 rows, three for each grid cell"}.
template <class T>
struct Sourced {
  T value = {};
  std::string origin = {};
};

}  // namespace millrace
