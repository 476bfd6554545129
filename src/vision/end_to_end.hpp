#pragma once

#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Decodes one picture's output of an end-to-end export (YOLOv10, YOLO26, any `nms=True`): [N, 6] rows of x1, y1, x2,
/// y2 (input pixels), score, class. The model has done its own NMS; rows with score > confidence are returned in order.
/// Rows with an infinite or NaN box, or without a valid class, are left out. Safe on any bytes: what cannot be a score
/// throws ImpossibleScore, unless a negative class marks the row as padding. Any other shape, or null data: Error
/// kInvalidInput.
std::vector<Detection> decode_end_to_end(TensorView output, const DecodeOptions& options);

}  // namespace millrace::vision
