#pragma once

#include <span>
#include <string>

#include "millrace/vision/detection.hpp"

namespace millrace::tuning {

/// How far two detections of the same thing may lie apart.
struct DetectionTolerance {
  float box = 0.1F;  ///< each side, in pixels of the picture
  float score = 0.001F;
};

/// What two results for the same picture differ in, as the end of a sentence, or "" when they are the same: as many
/// detections, and for each one another of the same class, box and score within the tolerance.
///
/// Example: "found 5 detections instead of 4"
std::string difference(std::span<const Detection> found, std::span<const Detection> wanted,
                       const DetectionTolerance& tolerance = {});

}  // namespace millrace::tuning
