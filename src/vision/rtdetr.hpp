#pragma once

#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/model_input.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::vision {

/// RT-DETR: rows of cx, cy, w, h and a score for each class, all from 0 to 1, for one picture: [N, 4 + classes].
/// Candidates are in input pixels. Throws Error kInvalidInput for another shape, ImpossibleScore for what is no score.
std::vector<Detection> decode_rtdetr(TensorView output, const ModelInput& input, const DecodeOptions& options);

/// RT-DETR that chose its boxes' classes: rows of cx, cy, w, h, score, class, [N, 6]. Otherwise as above.
std::vector<Detection> decode_rtdetr_end_to_end(TensorView output, const ModelInput& input,
                                                const DecodeOptions& options);

}  // namespace millrace::vision
