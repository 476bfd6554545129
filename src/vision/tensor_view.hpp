#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace millrace::vision {

/// A borrowed dense f32 tensor, row-major: a model's output as decoders see it. Data and shape must outlive it.
struct TensorView {
  const float* data = nullptr;
  std::span<const std::size_t> shape;

  std::size_t rank() const noexcept { return shape.size(); }
};

/// A shape as messages show it: "[1,25200,85]".
std::string shape_text(std::span<const std::size_t> shape);

}  // namespace millrace::vision
