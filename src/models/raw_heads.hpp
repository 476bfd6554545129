#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "millrace/vision/image.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// Adds the decoding step to a model that ends in raw YOLOv5 or YOLOv7 heads, one per stride: [1,3*(5+classes),h,w] or
/// [1,3,h,w,5+classes] of logits, as exported without that step. The model then gives [1,rows,5+classes] like any other
/// export. `wanted` (--family) says that they are raw heads, and whose published anchors to use: "yolov5" or "yolov7".
/// Returns `model` unchanged if this does not apply. `model`'s input must have the size `input`. Throws Error kModel
/// for heads that fit no stride, or for a number of heads without anchors.
std::shared_ptr<ov::Model> with_decoded_heads(const std::shared_ptr<ov::Model>& model, Size input,
                                              std::string_view wanted, const std::string& path);

}  // namespace millrace::models
