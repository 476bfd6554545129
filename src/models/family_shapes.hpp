#pragma once

#include <optional>
#include <span>
#include <string>

#include "models/registry.hpp"

namespace millrace::models {

/// YOLOv5 v6/v7 and YOLOv7 --grid: [1,R,5+classes] with three rows per cell, alone or (up to v5.0) beside the rank-5
/// heads it was made from.
std::optional<FamilyMatch> match_yolov5(std::span<const OutputShape> outputs, Size input);
std::string yolov5_wants(Size input);

/// YOLOv8, v9, 11 and 12: [1,4+classes,R] with one column per cell.
std::optional<FamilyMatch> match_yolov8(std::span<const OutputShape> outputs, Size input);
std::string yolov8_wants(Size input);

/// YOLOX: [1,R,5+classes] with one row per cell.
std::optional<FamilyMatch> match_yolox(std::span<const OutputShape> outputs, Size input);
std::string yolox_wants(Size input);

/// End-to-end exports (YOLOv10, YOLO26, nms=True): [1,N,6] where N fits none of the grids above.
std::optional<FamilyMatch> match_end_to_end(std::span<const OutputShape> outputs, Size input);
std::string end_to_end_wants(Size input);

/// SSD: one output, DetectionOutput's [1,1,N,7].
std::optional<FamilyMatch> match_ssd(std::span<const OutputShape> outputs, Size input);
std::string ssd_wants(Size input);

/// What the outputs look like, for families that cannot be decoded, or nothing.
std::optional<std::string> looks_like(std::span<const OutputShape> outputs, Size input);

}  // namespace millrace::models
