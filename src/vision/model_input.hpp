#pragma once

#include <cstddef>
#include <span>

#include "millrace/vision/image.hpp"

namespace millrace::vision {

/// The input of a model, as decoders need it: its size and the grids laid over it. The strides must outlive it.
struct ModelInput {
  Size size;
  std::span<const int> strides = {};  ///< input pixels per grid cell, in the order of the output's rows
};

/// How many grid cells it has in all: 640x640 at strides 8, 16, 32 has 8400. None where a stride is below 1.
constexpr std::size_t count_cells(const ModelInput& input) {
  std::size_t cells = 0;
  for (const int stride : input.strides) {
    if (stride < 1) return 0;
    cells += static_cast<std::size_t>(input.size.width / stride) * static_cast<std::size_t>(input.size.height / stride);
  }
  return cells;
}

}  // namespace millrace::vision
