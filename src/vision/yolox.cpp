#include "vision/yolox.hpp"

#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include <fmt/format.h>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"

namespace millrace::vision {

Box yolox_box(std::span<const float> numbers, float column, float row, float stride) {
  return centred_box((numbers[0] + column) * stride, (numbers[1] + row) * stride, std::exp(numbers[2]) * stride,
                     std::exp(numbers[3]) * stride);
}

std::vector<Detection> decode_yolox(TensorView output, const ModelInput& input, const DecodeOptions& options) {
  const std::size_t cells = count_cells(input);
  require_output(output, output.rank() == 2 && output.shape[0] == cells && output.shape[1] > kFirstClass, "yolox",
                 fmt::format("[{}, 5 + classes]", cells));
  if (cells == 0) return {};
  const std::size_t columns = output.shape[1];
  Candidates found(options);
  const float* next = output.data;
  for (const int stride : input.strides) {
    for (int y = 0; y < input.size.height / stride; ++y) {
      for (int x = 0; x < input.size.width / stride; ++x, next += columns) {
        const std::span<const float> row{next, columns};
        if (!found.may_add(row)) continue;
        found.add_row(yolox_box(row, static_cast<float>(x), static_cast<float>(y), static_cast<float>(stride)), row);
      }
    }
  }
  return found.take();
}

}  // namespace millrace::vision
