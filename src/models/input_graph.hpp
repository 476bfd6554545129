#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "millrace/models/sourced.hpp"
#include "millrace/vision/image.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// A shape as messages show it: "[?,3,?,?]" with dynamic dimensions.
std::string open_shape_text(const ov::PartialShape& shape);

/// Which axis of a model's picture input holds what.
struct PictureAxes {
  std::ptrdiff_t channels = 1;
  std::ptrdiff_t height = 2;
  std::ptrdiff_t width = 3;

  /// "NCHW" or "NHWC".
  std::string layout() const { return channels == 1 ? "NCHW" : "NHWC"; }
};

/// The axes of the model's input and how they are known. Throws Error kModel when the model cannot be a detector:
/// several inputs, or one that is not a three-channel picture of fractions in NCHW order or of bytes.
Sourced<PictureAxes> picture_axes_of(const ov::Model& model, const std::string& path);

/// Gives every dimension of the input a value: batch 1, and for a dynamic size `wanted`, rounded up to multiples of
/// `stride`, else the exporter's `imgsz`, else 640x640. Returns the size and where it came from. Throws Error
/// kInvalidArgument when `wanted` contradicts a fixed size, Error kModel when the model cannot take the shape.
Sourced<Size> fix_input_size(ov::Model& model, PictureAxes axes, const std::optional<Size>& wanted,
                             std::optional<float> stride, const std::optional<Sourced<std::string>>& imgsz,
                             const std::string& path);

}  // namespace millrace::models
