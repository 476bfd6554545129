#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Width and height in input pixels.
struct Anchor {
  float width = 0;
  float height = 0;
};

/// What a model gives for one of its grids before its decoding step: logits. Data and shapes must outlive it.
struct GridHead {
  static constexpr std::size_t kMostParts = 3;

  float stride = 0;                               ///< input pixels per cell
  std::array<TensorView, kMostParts> parts = {};  ///< [height, width, channels] each; the family says which there are
  std::span<const Anchor> anchors = {};           ///< of the boxes of a cell, in families that have several

  std::size_t height() const noexcept { return parts[0].shape[0]; }
  std::size_t width() const noexcept { return parts[0].shape[1]; }
  std::size_t cells() const noexcept { return height() * width(); }
  /// The numbers of one part at one cell; cells are counted along the rows.
  std::span<const float> at(std::size_t part, std::size_t cell) const noexcept {
    const std::size_t channels = parts[part].shape[2];
    return {parts[part].data + cell * channels, channels};
  }
};

/// Throws Error kInvalidInput unless the head has `count` parts of rank 3, with data, for the same cells, and `fits`
/// says the same of their channels. `wanted`: "[height, width, 3 * (5 + classes)]".
void require_head(const GridHead& head, std::size_t count, bool (*fits)(const GridHead& head), std::string_view family,
                  std::string_view wanted);

}  // namespace millrace::vision
