#pragma once

#include <span>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/grid_head.hpp"

namespace millrace::vision {

/// Decodes one picture's heads of YOLOv5 or YOLOv7, which have one part: [height, width, anchors * (5 + classes)] of
/// logits x, y, w, h, objectness, classes. xy = (2s - 0.5 + cell) * stride, wh = (2s)^2 * anchor. Gives what
/// decode_yolov5() gives for the decoded rows, in the same order: grid by grid, anchor by anchor. Most boxes cost one
/// comparison: with the logit of the threshold. Throws ImpossibleScore for NaN, Error kInvalidInput for other shapes.
std::vector<Detection> decode_yolov5_heads(std::span<const GridHead> heads, const DecodeOptions& options);

/// True when the only class scores about 0.5 everywhere; see is_class_untrained() for rows.
bool is_yolov5_class_untrained(std::span<const GridHead> heads);

}  // namespace millrace::vision
