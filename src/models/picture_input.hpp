#pragma once

#include <memory>

#include "millrace/models/preprocessing.hpp"
#include "millrace/vision/image.hpp"
#include "millrace/vision/letterbox.hpp"
#include "millrace/vision/pixel_type.hpp"
#include "models/input_graph.hpp"
#include "openvino/core/model.hpp"
#include "openvino/core/type/element_type.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace::models {

/// What OpenVINO calls it, and the way back: kU8 for any other type.
ov::element::Type element_type_of(PixelType type);
PixelType pixel_type_of(ov::element::Type type);

/// The same model with an input of BGR pixels [1,H,W,3] of this type, and f32 outputs. Channel order, scale and layout
/// are handled inside; so is the mean of a u8 input. From other inputs it is taken before: a graph can work a scale into
/// the weights of its first convolution, but not a mean, because of the padding.
std::shared_ptr<ov::Model> with_picture_input(const std::shared_ptr<ov::Model>& model, PictureAxes axes,
                                              const Preprocessing& wanted, PixelType type);

/// Writes a letterboxed picture into such an input: a tensor [1,H,W,3] of one of these types. A picture without pixels:
/// Error kInvalidArgument. The fit is that of the picture of `full_size`, if this one is a smaller copy of one.
Letterbox write_picture(ImageView picture, const Preprocessing& wanted, ov::Tensor input, Size full_size = {});

}  // namespace millrace::models
