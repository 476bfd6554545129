#pragma once

#include <cstddef>
#include <vector>

#include "millrace/vision/detection.hpp"

namespace millrace::vision {

/// Limits of non-maximum suppression; the defaults are YOLOv5's.
struct NmsOptions {
  float iou = 0.45F;                   ///< a box that overlaps a better one of its class by more than this is dropped
  std::size_t max_detections = 300;    ///< boxes kept at most
  std::size_t max_candidates = 30000;  ///< only this many of the best candidates are considered
  bool class_agnostic = false;         ///< boxes of different classes suppress each other too
};

/// Greedy non-maximum suppression: keeps the best box, drops those that overlap it too much, and so on. Returns the
/// kept ones, best first; equal scores keep their order. Boxes compete only within their class unless `class_agnostic`.
/// Candidates with an infinite or NaN box or score are dropped.
std::vector<Detection> nms(std::vector<Detection> candidates, const NmsOptions& options);

}  // namespace millrace::vision
