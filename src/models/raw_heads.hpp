#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "millrace/vision/image.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// A model that ends in raw YOLOv5 or YOLOv7 heads, one for each stride, as an export without the decoding step gives
/// them: [1,3*(5+classes),h,w] or [1,3,h,w,5+classes] of logits. Puts that step behind them, so that the model gives
/// [1,rows,5+classes] like any other export. `wanted` (--family) says that they are raw heads, and with whose anchors:
/// "yolov5" or "yolov7", those that the models were published with. Returns `model` as it is where this does not apply.
/// `model`'s input must have the size `input`. Throws Error kModel for heads that fit no stride, or as many of them as
/// there are no anchors for.
std::shared_ptr<ov::Model> with_decoded_heads(const std::shared_ptr<ov::Model>& model, Size input,
                                              std::string_view wanted, const std::string& path);

}  // namespace millrace::models
