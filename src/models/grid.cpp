#include "millrace/models/grid.hpp"

namespace millrace {

std::size_t count_cells(Size input, const std::vector<int>& strides) {
  std::size_t cells = 0;
  for (const int stride : strides) {
    cells += static_cast<std::size_t>(input.width / stride) * static_cast<std::size_t>(input.height / stride);
  }
  return cells;
}

std::optional<std::vector<int>> strides_for_rows(std::size_t rows, std::size_t rows_per_cell, Size input) {
  for (const std::vector<int>& strides : {std::vector<int>{8, 16, 32}, std::vector<int>{8, 16, 32, 64}}) {
    if (rows > 0 && rows == rows_per_cell * count_cells(input, strides)) return strides;
  }
  return std::nullopt;
}

}  // namespace millrace
