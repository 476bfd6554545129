#pragma once

#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Decodes one picture's output of a YOLOv5 v6/v7 export: [N, 5 + classes] rows of cx, cy, w, h, objectness, class
/// scores (sigmoid done, input pixels). Returns the candidates before NMS, boxes in input pixels, in row order. A
/// candidate passes when objectness > confidence and objectness * class score > confidence. Rows that give an infinite
/// or NaN box or score are left out, so any bytes are safe. With `classes`, a row counts when its best class is among
/// them. Any other shape, or null data: Error kInvalidInput.
std::vector<Detection> decode_yolov5(TensorView output, const DecodeOptions& options);

}  // namespace millrace::vision
