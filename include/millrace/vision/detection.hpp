#pragma once

#include "millrace/vision/box.hpp"

namespace millrace {

/// One object found in a picture: its box (pixels), score (0 to 1) and class (index into the model's labels).
struct Detection {
  Box box;
  float score = 0;
  int class_id = 0;

  friend bool operator==(const Detection&, const Detection&) = default;
};

}  // namespace millrace
