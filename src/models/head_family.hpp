#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/grid_head.hpp"

namespace millrace::models {

/// How the heads of a model family look and who decodes them.
struct HeadFamily {
  std::size_t parts = 1;           ///< of each grid
  std::size_t boxes_per_cell = 1;  ///< with an anchor each, if several
  bool has_bins = false;           ///< the first part gives the distances to four sides
  /// Whether parts of so many channels are those of a model with so many classes.
  bool (*fits)(std::span<const std::size_t> channels, std::size_t class_count);
  /// One picture's heads, the finest grid first, to candidates in input pixels.
  std::vector<Detection> (*decode)(std::span<const vision::GridHead> heads, const vision::DecodeOptions& options);
  /// True for heads that show that the only class was never trained; null in families without objectness.
  bool (*is_class_untrained)(std::span<const vision::GridHead> heads) = nullptr;

  bool has_anchors() const noexcept { return boxes_per_cell > 1; }
};

}  // namespace millrace::models
