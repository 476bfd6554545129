#pragma once

#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/model_input.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// Decodes one picture's output of a model that ends in DetectionOutput (SSD): [1, N, 7] rows of picture, class, score,
/// x1, y1, x2, y2, the box as fractions of the input's sides. A row with a negative picture index ends the list.
/// Returns rows with score > confidence in order, boxes in input pixels. Rows with an infinite or NaN box, or without
/// a valid class, are left out. Safe on any bytes: what cannot be a score throws ImpossibleScore, unless a negative
/// class marks the row as padding. Any other shape, or null data: Error kInvalidInput.
std::vector<Detection> decode_ssd(TensorView output, const ModelInput& input, const DecodeOptions& options);

}  // namespace millrace::vision
