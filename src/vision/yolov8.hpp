#pragma once

#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Decodes one picture's output of a YOLOv8, v9, 11 or 12 export: [4 + classes, N] with the channels first: cx, cy, w,
/// h (input pixels), class scores (sigmoid done, no objectness). Returns the candidates before NMS, boxes in input
/// pixels, in column order. A candidate passes when its best class score > confidence. Columns that give an infinite or
/// NaN box are left out. With `classes`, a column counts when its best class is among them. Safe on any bytes: what
/// cannot be a score throws ImpossibleScore. Any other shape, or null data: Error kInvalidInput.
std::vector<Detection> decode_yolov8(TensorView output, const DecodeOptions& options);

}  // namespace millrace::vision
