#pragma once

#include <cstddef>
#include <span>

namespace millrace {

/// A borrowed dense f32 tensor, row-major: what a model's output looks like to a decoder. Data and shape must outlive it.
struct TensorView {
  const float* data = nullptr;
  std::span<const std::size_t> shape;

  std::size_t rank() const noexcept { return shape.size(); }
};

}  // namespace millrace
