#include "vision/ssd.hpp"

#include <cstddef>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"

namespace millrace::vision {
namespace {

constexpr std::size_t kRowLength = 7;  // picture, class, score, x1, y1, x2, y2

}  // namespace

std::vector<Detection> decode_ssd(TensorView output, const ModelInput& input, const DecodeOptions& options) {
  require_output(output, output.rank() == 3 && output.shape[0] == 1 && output.shape[2] == kRowLength, "ssd",
                 "[1, N, 7]");
  const auto width = static_cast<float>(input.size.width);
  const auto height = static_cast<float>(input.size.height);
  Candidates found(options);
  for (std::size_t i = 0; i < output.shape[1]; ++i) {
    const float* row = output.data + i * kRowLength;
    if (row[0] < 0) break;
    found.add_chosen({row[3] * width, row[4] * height, row[5] * width, row[6] * height}, row[1], row[2], 2);
  }
  return found.take();
}

}  // namespace millrace::vision
