#include "vision/yolov5.hpp"

#include <cstddef>
#include <span>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"
#include "vision/logits.hpp"

namespace millrace::vision {

std::vector<Detection> decode_yolov5(TensorView output, const DecodeOptions& options) {
  require_output(output, output.rank() == 2 && output.shape[1] > kFirstClass, "yolov5", "[N, 5 + classes]");
  const std::size_t rows = output.shape[0];
  const std::size_t columns = output.shape[1];
  Candidates found(options);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::span<const float> row{output.data + i * columns, columns};
    if (found.may_add(row)) found.add_row(centred_box(row[0], row[1], row[2], row[3]), row);
  }
  return found.take();
}

bool is_class_untrained(TensorView output) {
  constexpr std::size_t kOneClass = kFirstClass + 1;
  if (output.rank() != 2 || output.shape[1] != kOneClass || output.shape[0] == 0) return false;
  for (std::size_t i = 0; i < output.shape[0]; ++i) {
    if (!is_about_half(output.data[i * kOneClass + kFirstClass])) return false;
  }
  return true;
}

}  // namespace millrace::vision
