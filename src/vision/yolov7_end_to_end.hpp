#pragma once

#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Decodes the output of YOLOv7's end-to-end export for one picture: [N, 7] rows of the picture's number, x1, y1, x2,
/// y2 (input pixels), class, score. The model has done its own NMS; rows of picture 0 with score > confidence are
/// returned in order. Rows with an infinite or NaN box, or without a valid class, are left out. Safe on any
/// bytes: what cannot be a score throws ImpossibleScore, unless a negative class marks the row as padding. Any other
/// shape, or null data: Error kInvalidInput.
std::vector<Detection> decode_yolov7_end_to_end(TensorView output, const DecodeOptions& options);

}  // namespace millrace::vision
