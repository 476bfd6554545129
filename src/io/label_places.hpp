#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include <opencv2/core/types.hpp>

#include "millrace/vision/image.hpp"

namespace millrace::io {

/// Finds places in a picture for one label after another. Labels do not cover each other while there is room near their
/// boxes.
class LabelPlaces {
 public:
  explicit LabelPlaces(Size picture) : picture_(picture) {}

  /// The place for a label of this size and a box inside the picture: above the box at its left edge, else inside it,
  /// else at its other edges, else further away; where nothing is free, where it covers least. It stays inside the
  /// picture unless the label is larger. After thousands of labels it no longer looks for room.
  cv::Rect take(const cv::Rect& box, Size label);

 private:
  std::int64_t covered_pixels(const cv::Rect& place, std::int64_t enough) const;
  void mark(const cv::Rect& place);

  Size picture_;
  std::map<int, std::vector<cv::Rect>> bands_;  // the places taken, by the horizontal bands that they touch
  std::size_t taken_ = 0;
};

}  // namespace millrace::io
