#pragma once

#include <span>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/model_input.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// The box that a cell gives by its raw x, y, w and h: the centre is (x + column) * stride, the size e^w * stride.
Box yolox_box(std::span<const float> numbers, float column, float row, float stride);

/// Decodes one picture's output of a YOLOX export: [N, 5 + classes] rows of raw x, y, w, h, then objectness and class
/// scores (sigmoid done), one row per grid cell: all cells of the first stride row by row, then those of the next. The
/// centre is (x + cell) * stride, the size exp(w) * stride. Returns the candidates before NMS, boxes in input pixels,
/// in row order. A candidate passes when objectness > confidence and objectness * class score > confidence. Rows that
/// give an infinite or NaN box are left out. Safe on any bytes: what cannot be a score throws ImpossibleScore. Any other
/// shape, a row count that does not match `input`, or null data: Error kInvalidInput.
std::vector<Detection> decode_yolox(TensorView output, const ModelInput& input, const DecodeOptions& options);

}  // namespace millrace::vision
