#pragma once

#include "millrace/vision/box.hpp"

namespace millrace {

/// One object found in a picture: where (pixels), how sure (0..1) and what (index into the model's labels).
struct Detection {
  Box box;
  float score = 0;
  int class_id = 0;

  friend bool operator==(const Detection&, const Detection&) = default;
};

}  // namespace millrace
