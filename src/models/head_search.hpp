#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "millrace/vision/image.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// The values of a graph from which the boxes of one grid are decoded.
struct GridValues {
  int stride = 0;                                ///< input pixels per cell
  std::vector<ov::Output<ov::Node>> parts = {};  ///< [1, channels, height, width] each, in the order of the search
};

/// Goes back from an output to the last values that have a number, or several, for each cell of a grid of one of these
/// strides; through a concatenation of channels and a sigmoid to what they are made of. The finest grid comes first.
/// Nothing if another way leads from the output to the model's input: then it takes more than these values.
std::vector<GridValues> find_grid_values(const ov::Model& model, std::size_t output, Size input,
                                         std::span<const int> strides);

}  // namespace millrace::models
