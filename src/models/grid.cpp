#include "models/grid.hpp"

#include "vision/model_input.hpp"

namespace millrace::models {

std::optional<std::vector<int>> strides_for_rows(std::size_t rows, std::size_t rows_per_cell, Size input) {
  // Most models; P6; P2; the tiny ones of YOLOv3.
  static const std::vector<std::vector<int>> known{{8, 16, 32}, {8, 16, 32, 64}, {4, 8, 16, 32}, {16, 32}};
  for (const std::vector<int>& strides : known) {
    if (rows > 0 && rows == rows_per_cell * vision::count_cells({.size = input, .strides = strides})) return strides;
  }
  return std::nullopt;
}

}  // namespace millrace::models
