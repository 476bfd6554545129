#pragma once

#include <cstddef>
#include <vector>

#include "millrace/vision/detection.hpp"

namespace millrace::vision {

/// Limits of non-maximum suppression; the defaults are YOLOv5's.
struct NmsOptions {
  float iou = 0.45F;                   ///< dropped is what overlaps a better box of its class by more than this
  std::size_t max_detections = 300;    ///< boxes kept at most
  std::size_t max_candidates = 30000;  ///< the best so many candidates are looked at
  bool class_agnostic = false;         ///< boxes of different classes suppress each other too
};

/// Greedy non-maximum suppression: the best box first, those that overlap it too much dropped. Returns the kept ones,
/// best first; equal scores keep their order. Boxes of one class only compete with each other unless
/// `class_agnostic`. Candidates whose box or score is infinite or not a number are dropped.
std::vector<Detection> nms(std::vector<Detection> candidates, const NmsOptions& options);

}  // namespace millrace::vision
