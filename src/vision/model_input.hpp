#pragma once

#include <cstddef>
#include <span>

#include "millrace/vision/image.hpp"

namespace millrace::vision {

/// What decoders need to know of a model's input: its size, and the strides of its grids, which must outlive this.
struct ModelInput {
  Size size;
  std::span<const int> strides = {};  ///< input pixels per grid cell, in the order of the output's rows
};

/// The total number of grid cells: 8400 for 640x640 at strides 8, 16, 32. 0 if a stride is below 1.
constexpr std::size_t count_cells(const ModelInput& input) {
  std::size_t cells = 0;
  for (const int stride : input.strides) {
    if (stride < 1) return 0;
    cells += static_cast<std::size_t>(input.size.width / stride) * static_cast<std::size_t>(input.size.height / stride);
  }
  return cells;
}

}  // namespace millrace::vision
