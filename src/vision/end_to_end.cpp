#include "vision/end_to_end.hpp"

#include <cstddef>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"

namespace millrace::vision {
namespace {

constexpr std::size_t kColumns = 6;  // x1, y1, x2, y2, score, class

}  // namespace

std::vector<Detection> decode_end_to_end(TensorView output, const DecodeOptions& options) {
  require_output(output, output.rank() == 2 && output.shape[1] == kColumns, "end2end", "[N, 6]");
  Candidates found(options);
  for (std::size_t i = 0; i < output.shape[0]; ++i) {
    const float* row = output.data + i * kColumns;
    found.add_chosen({row[0], row[1], row[2], row[3]}, row[5], row[4], 4);
  }
  return found.take();
}

}  // namespace millrace::vision
