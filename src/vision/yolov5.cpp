#include "vision/yolov5.hpp"

#include <cstddef>
#include <span>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"
#include "vision/logits.hpp"

namespace millrace::vision {
namespace {

Box corners(std::span<const float> row) {
  const float half_width = row[2] / 2;
  const float half_height = row[3] / 2;
  return {row[0] - half_width, row[1] - half_height, row[0] + half_width, row[1] + half_height};
}

}  // namespace

std::vector<Detection> decode_yolov5(TensorView output, const DecodeOptions& options) {
  require_output(output, output.rank() == 2 && output.shape[1] > kFirstClass, "yolov5", "[N, 5 + classes]");
  const std::size_t rows = output.shape[0];
  const std::size_t columns = output.shape[1];
  Candidates found(options);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::span<const float> row{output.data + i * columns, columns};
    if (found.may_add(row)) found.add_row(corners(row), row);
  }
  return found.take();
}

bool is_class_untrained(TensorView output) {
  constexpr std::size_t kColumns = kFirstClass + 1;
  if (output.rank() != 2 || output.shape[1] != kColumns || output.shape[0] == 0) return false;
  for (std::size_t i = 0; i < output.shape[0]; ++i) {
    if (!is_about_half(output.data[i * kColumns + kFirstClass])) return false;
  }
  return true;
}

}  // namespace millrace::vision
