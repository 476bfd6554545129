#include "vision/rtdetr.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"

namespace millrace::vision {
namespace {

constexpr std::size_t kBoxNumbers = 4;     // cx, cy, w, h
constexpr std::size_t kChosenColumns = 6;  // and score, class

Box box_of(const float* row, Size input) {
  const auto width = static_cast<float>(input.width);
  const auto height = static_cast<float>(input.height);
  return {(row[0] - row[2] / 2) * width, (row[1] - row[3] / 2) * height, (row[0] + row[2] / 2) * width,
          (row[1] + row[3] / 2) * height};
}

}  // namespace

std::vector<Detection> decode_rtdetr(TensorView output, const ModelInput& input, const DecodeOptions& options) {
  require_output(output, output.rank() == 2 && output.shape[1] > kBoxNumbers, "rtdetr", "[N, 4 + classes]");
  const std::size_t columns = output.shape[1];
  Candidates found(options);
  for (std::size_t i = 0; i < output.shape[0]; ++i) {
    const float* row = output.data + i * columns;
    const std::span scores(row + kBoxNumbers, columns - kBoxNumbers);
    require_scores(scores, kBoxNumbers);
    if (options.multi_label) {
      for (std::size_t c = 0; c < scores.size(); ++c)
        found.add(box_of(row, input.size), scores[c], static_cast<int>(c));
    } else {
      const auto best = std::ranges::max_element(scores);
      found.add(box_of(row, input.size), *best, static_cast<int>(best - scores.begin()));
    }
  }
  return found.take();
}

std::vector<Detection> decode_rtdetr_end_to_end(TensorView output, const ModelInput& input,
                                                const DecodeOptions& options) {
  require_output(output, output.rank() == 2 && output.shape[1] == kChosenColumns, "rtdetr-end2end", "[N, 6]");
  Candidates found(options);
  for (std::size_t i = 0; i < output.shape[0]; ++i) {
    const float* row = output.data + i * kChosenColumns;
    found.add_chosen(box_of(row, input.size), row[5], row[4], 4);
  }
  return found.take();
}

}  // namespace millrace::vision
