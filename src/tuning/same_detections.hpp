#pragma once

#include <span>
#include <string>

#include "millrace/vision/detection.hpp"

namespace millrace::tuning {

/// How far apart two detections of the same thing may lie.
struct DetectionTolerance {
  float box = 0.1F;  ///< each side, in pixels of the picture
  float score = 0.001F;
};

/// How two results for the same picture differ, as the end of a sentence, or "" when they are the same: equally many
/// detections, each with a counterpart of the same class whose box and score are within the tolerance.
///
/// Example: "found 5 detections instead of 4"
std::string difference(std::span<const Detection> found, std::span<const Detection> wanted,
                       const DetectionTolerance& tolerance = {});

}  // namespace millrace::tuning
