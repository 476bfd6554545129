#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "millrace/models/sourced.hpp"
#include "millrace/vision/image.hpp"

namespace millrace {

/// What a detection model is, and where each value came from.
struct ModelSpec {
  std::string path;                          ///< as it was given
  std::string exported_shape;                ///< the input's shape in the file: "[?,3,?,?]" where it is dynamic
  Sourced<Size> input_size;                  ///< what a picture is fitted into
  Sourced<std::string> family;               ///< "yolov5"
  std::size_t output_index = 0;              ///< which output holds the detections
  std::size_t class_count = 0;               ///< columns of class scores in that output
  std::vector<int> strides;                  ///< input pixels per grid cell: 8, 16, 32
  Sourced<std::vector<std::string>> labels;  ///< one for each class
};

}  // namespace millrace
