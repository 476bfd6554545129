#pragma once

#include <cstddef>
#include <optional>

#include "millrace/vision/image.hpp"
#include "models/registry.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// A shape with kOpen for dynamic dimensions. One of dynamic rank is empty.
OutputShape shape_of(const ov::PartialShape& shape);

/// What `model` is recognised by, once its input has the size `input`. Of the graph, only what comes after the last
/// convolutions counts: there boxes are decoded and chosen.
ModelTraits traits_of(const ov::Model& model, Size input, std::optional<std::size_t> label_count,
                      std::optional<float> largest_stride);

}  // namespace millrace::models
