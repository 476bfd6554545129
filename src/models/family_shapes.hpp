#pragma once

#include <optional>
#include <span>
#include <string>

#include "millrace/models/registry.hpp"

namespace millrace {

/// YOLOv5 v6/v7 and YOLOv7 --grid: [1,R,5+classes] with three rows a cell, alone or (up to v5.0) with the rank-5 heads
/// it was made from.
std::optional<FamilyMatch> match_yolov5(std::span<const OutputShape> outputs, Size input);
std::string yolov5_wants(Size input);

/// What the outputs look like, for families that cannot be decoded, or nothing.
std::optional<std::string> looks_like(std::span<const OutputShape> outputs, Size input);

}  // namespace millrace
