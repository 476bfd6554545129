#pragma once

#include <span>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/grid_head.hpp"

namespace millrace::vision {

/// Decodes one picture's heads of YOLOv8, v9, 11 or 12, which have two parts: boxes [height, width, 4 * bins] and
/// classes [height, width, classes], both as logits. The distances from a cell's centre to the sides left, top, right
/// and bottom are the means of their bins, as GridHead::bins says; with one bin, the number itself.
/// Gives what decode_yolov8() gives for the decoded columns, in the same order. Throws ImpossibleScore for NaN, Error
/// kInvalidInput for other shapes.
std::vector<Detection> decode_yolov8_heads(std::span<const GridHead> heads, const DecodeOptions& options);

}  // namespace millrace::vision
