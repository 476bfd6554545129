#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "millrace/vision/image.hpp"

namespace millrace::models {

/// The strides, of those that YOLO models use (8 to 32, 8 to 64, 4 to 32, or 16 and 32), that give `rows` rows at
/// `rows_per_cell` rows per cell; nothing when none do. This, and never "the larger dimension", tells rows from
/// columns.
std::optional<std::vector<int>> strides_for_rows(std::size_t rows, std::size_t rows_per_cell, Size input);

}  // namespace millrace::models
