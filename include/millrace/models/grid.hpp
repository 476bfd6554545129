#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "millrace/vision/image.hpp"

namespace millrace {

/// How many grid cells an input has in all, over these strides: 640x640 at 8, 16, 32 has 8400.
std::size_t count_cells(Size input, const std::vector<int>& strides);

/// The strides, of those that YOLO models use (8, 16, 32 or 8 to 64), that give `rows` rows at `rows_per_cell` rows a
/// cell; nothing when none does. This, and never «the larger dimension», tells rows from columns.
std::optional<std::vector<int>> strides_for_rows(std::size_t rows, std::size_t rows_per_cell, Size input);

}  // namespace millrace
