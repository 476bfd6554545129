#include "vision/yolov7_end_to_end.hpp"

#include <cstddef>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"

namespace millrace::vision {
namespace {

constexpr std::size_t kYolov7Columns = 7;  // picture, x1, y1, x2, y2, class, score

}  // namespace

std::vector<Detection> decode_yolov7_end_to_end(TensorView output, const DecodeOptions& options) {
  require_output(output, output.rank() == 2 && output.shape[1] == kYolov7Columns, "yolov7-end2end", "[N, 7]");
  Candidates found(options);
  for (std::size_t i = 0; i < output.shape[0]; ++i) {
    const float* row = output.data + i * kYolov7Columns;
    if (row[0] < 0 || row[0] > 0) continue;  // not NaN, which is looked at below
    found.add_chosen({row[1], row[2], row[3], row[4]}, row[5], row[6], 6);
  }
  return found.take();
}

}  // namespace millrace::vision
