#include "models/grid.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

#include "vision/model_input.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kCommonCount = 4;

/// Most models; P6; P2; the tiny ones of YOLOv3; and after these the rare ones.
const std::vector<std::vector<int>> kStrides{{8, 16, 32},  {8, 16, 32, 64}, {4, 8, 16, 32}, {16, 32},
                                             {16, 32, 64}, {8, 16},         {4, 8, 16},     {8, 16, 32, 64, 128}};

}  // namespace

std::optional<std::vector<int>> strides_for_rows(std::size_t rows, std::size_t rows_per_cell, Size input,
                                                 StrideSearch search) {
  const std::span<const std::vector<int>> all(kStrides);
  const auto known = search == StrideSearch::kRareToo ? all : all.first(kCommonCount);
  const auto found = std::ranges::find_if(known, [&](const std::vector<int>& strides) {
    return rows > 0 && rows == rows_per_cell * vision::count_cells({.size = input, .strides = strides});
  });
  return found == known.end() ? std::nullopt : std::optional(*found);
}

bool are_usual_strides(const std::vector<int>& strides) {
  return strides == kStrides.front();
}

}  // namespace millrace::models
