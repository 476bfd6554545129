#pragma once

#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Decodes one picture's output of a YOLOv5 v6/v7 export: [N, 5 + classes] rows of cx, cy, w, h, objectness, class
/// scores (sigmoid done, input pixels). Returns the candidates before NMS, boxes in input pixels, in row order. A
/// candidate passes when objectness > confidence and objectness * class score > confidence. Rows that give an infinite
/// or NaN box are left out. With `classes`, a row counts when its best class is among them. Safe on any bytes: what
/// cannot be a score throws ImpossibleScore. Any other shape, or null data: Error kInvalidInput.
std::vector<Detection> decode_yolov5(TensorView output, const DecodeOptions& options);

/// True when the only class of an output [N, 6] of such rows scores about 0.5 in every row: YOLOv7 leaves it untrained,
/// as the objectness says it all.
bool is_class_untrained(TensorView output);

}  // namespace millrace::vision
