#pragma once

#include <span>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/grid_head.hpp"

namespace millrace::vision {

/// Decodes one picture's heads of YOLOX, which have three parts: boxes [height, width, 4], objectness [.., 1] and
/// classes [.., classes], the latter two as logits. xy = (p + cell) * stride, wh = e^p * stride. Gives what
/// decode_yolox() gives, in the same order. Throws ImpossibleScore for NaN, Error kInvalidInput for other shapes.
std::vector<Detection> decode_yolox_heads(std::span<const GridHead> heads, const DecodeOptions& options);

/// True when the only class scores about 0.5 everywhere; see is_class_untrained() for rows.
bool is_yolox_class_untrained(std::span<const GridHead> heads);

}  // namespace millrace::vision
