#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "millrace/vision/image.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// What a model's graph itself does to a picture before anything else.
struct BuiltInSteps {
  bool takes_bytes = false;        ///< its input is u8: whatever pixels need is done inside
  bool reverses_channels = false;  ///< BGR to RGB, or the reverse
  /// How it scales pixels of 0 to 255, for people: "its graph begins with (pixel - 127.5) / 127.5". Empty if it does
  /// not, or if that was worked into its weights.
  std::string scaling = {};
  std::optional<Size> resized_to = std::nullopt;  ///< the size that it resizes pictures to; nothing: it does not
  std::string next = {};  ///< the type of the operation behind all that: "Convolution"; empty if there are several
};

/// True for a mean or a scale of pixels from 0 to 255: one of numbers from 0 to 1, such as 0.485 or 0.229, is small.
bool is_of_pixels(double value);

/// Looks at the operations between the input and the first one that does more than convert, transpose, resize, shift
/// and scale values or reorder channels. `channel_axis`: of the input.
BuiltInSteps built_in_steps_of(const ov::Model& model, std::size_t channel_axis);

}  // namespace millrace::models
