#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include <opencv2/core/types.hpp>

#include "millrace/vision/image.hpp"

namespace millrace::io {

/// Finds a place in a picture for one label after another, so that they do not cover each other while there is room
/// near their boxes.
class LabelPlaces {
 public:
  explicit LabelPlaces(Size picture) : picture_(picture) {}

  /// The place of a label of this size for a box inside the picture: above the box at its left edge, else inside it,
  /// else at its other edges, else further away; where all is taken, where it covers least. It never reaches beyond the
  /// picture, unless the label is larger than that. After thousands of labels, no room is looked for any more.
  cv::Rect take(const cv::Rect& box, Size label);

 private:
  std::int64_t covered_pixels(const cv::Rect& place, std::int64_t enough) const;
  void mark(const cv::Rect& place);

  Size picture_;
  std::map<int, std::vector<cv::Rect>> bands_;  // the places that were taken, by stripes of the picture that they touch
  std::size_t taken_ = 0;
};

}  // namespace millrace::io
