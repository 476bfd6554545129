#include "vision/yolox.hpp"

#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include <fmt/format.h>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"

namespace millrace::vision {
namespace {

Box box_in_cell(std::span<const float> row, int x, int y, float stride) {
  const float centre_x = (row[0] + static_cast<float>(x)) * stride;
  const float centre_y = (row[1] + static_cast<float>(y)) * stride;
  const float half_width = std::exp(row[2]) * stride / 2;
  const float half_height = std::exp(row[3]) * stride / 2;
  return {centre_x - half_width, centre_y - half_height, centre_x + half_width, centre_y + half_height};
}

}  // namespace

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
        if (found.may_add(row)) found.add_row(box_in_cell(row, x, y, static_cast<float>(stride)), row);
      }
    }
  }
  return found.take();
}

}  // namespace millrace::vision
