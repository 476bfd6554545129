#include "vision/tensor_view.hpp"

#include <fmt/format.h>

namespace millrace::vision {

std::string shape_text(std::span<const std::size_t> shape) {
  return fmt::format("[{}]", fmt::join(shape, ","));
}

}  // namespace millrace::vision
