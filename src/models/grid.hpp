#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "millrace/vision/image.hpp"

namespace millrace::models {

/// Which strides are worth a thought: those of models that people have, or also those of few models, which an output
/// may fit by chance.
enum class StrideSearch { kCommon, kRareToo };

/// The strides of YOLO models (8 to 32, 8 to 64, 4 to 32, or 16 and 32; rarely 16 to 64, 8 and 16, 4 to 16, or 8 to
/// 128) that give `rows` rows at `rows_per_cell` rows per cell; nothing when none do. This, and never "the larger
/// dimension", tells rows from columns.
std::optional<std::vector<int>> strides_for_rows(std::size_t rows, std::size_t rows_per_cell, Size input,
                                                 StrideSearch search = StrideSearch::kCommon);

/// True for 8, 16 and 32, as nearly all models have them.
bool are_usual_strides(const std::vector<int>& strides);

}  // namespace millrace::models
