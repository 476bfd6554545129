#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Width and height in input pixels.
struct Anchor {
  float width = 0;
  float height = 0;

  friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// How a distance is made of its bins: the mean of their values, weighted by the softmax of their logits (DFL).
struct DistanceBins {
  std::vector<float> values;  ///< 0, 1, 2... cells, or what quantised weights make of these
  /// A quantised model rounds each weight to a whole number of `levels` - 1 parts of this, and none is larger.
  float largest_weight = 1;
  int levels = 0;  ///< 0: not quantised

  friend bool operator==(const DistanceBins&, const DistanceBins&) = default;
};

/// What a model gives for one of its grids before its decoding step: logits. Data and shapes must outlive it.
struct GridHead {
  static constexpr std::size_t kMostParts = 3;

  float stride = 0;                               ///< input pixels per cell
  std::array<TensorView, kMostParts> parts = {};  ///< [height, width, channels] each; the family says which there are
  std::span<const Anchor> anchors = {};           ///< of the boxes of a cell, in families that have several
  const DistanceBins* bins = nullptr;             ///< in families that have them; null: 0, 1, 2... cells

  std::size_t height() const noexcept { return parts[0].shape[0]; }
  std::size_t width() const noexcept { return parts[0].shape[1]; }
  std::size_t cells() const noexcept { return height() * width(); }
  float column(std::size_t cell) const noexcept { return static_cast<float>(cell % width()); }
  float row(std::size_t cell) const noexcept {
    const std::size_t whole = cell / width();
    return static_cast<float>(whole);
  }
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
