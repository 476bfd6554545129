#include "vision/yolov8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

#include "vision/candidates.hpp"
#include "vision/decoder_input.hpp"

namespace millrace::vision {
namespace {

constexpr std::size_t kBoxChannels = 4;  // cx, cy, w and h stand before the class scores

// Columns are scanned in blocks, class by class, so that memory is read sequentially and the compiler can vectorise the
// comparisons.
constexpr std::size_t kBlock = 512;

/// The best class of each column of a block.
struct BestOfBlock {
  std::array<float, kBlock> score;
  std::array<int, kBlock> class_id;

  /// Throws ImpossibleScore.
  void find(TensorView output, std::size_t first, std::size_t count) {
    const std::size_t classes = output.shape[0] - kBoxChannels;
    const std::size_t columns = output.shape[1];
    score.fill(-std::numeric_limits<float>::infinity());
    class_id.fill(0);
    for (std::size_t c = 0; c < classes; ++c) {
      const std::size_t channel = kBoxChannels + c;
      const float* scores = output.data + channel * columns + first;
      for (std::size_t i = 0; i < count; ++i) {
        const bool better = scores[i] > score[i];
        score[i] = better ? scores[i] : score[i];
        class_id[i] = better ? static_cast<int>(c) : class_id[i];
      }
      require_scores_of_boxes({scores, count}, channel);
    }
  }
};

Box box_at(TensorView output, std::size_t column) {
  const std::size_t columns = output.shape[1];
  const auto value = [&](std::size_t channel) { return output.data[channel * columns + column]; };
  return centred_box(value(0), value(1), value(2), value(3));
}

void decode_all_classes(TensorView output, Candidates& found) {
  for (std::size_t column = 0; column < output.shape[1]; ++column) {
    const Box box = box_at(output, column);
    for (std::size_t channel = kBoxChannels; channel < output.shape[0]; ++channel) {
      const float score = output.data[channel * output.shape[1] + column];
      require_score(score, channel);
      found.add(box, score, static_cast<int>(channel - kBoxChannels));
    }
  }
}

void decode_best_class(TensorView output, const DecodeOptions& options, Candidates& found) {
  BestOfBlock best;
  for (std::size_t first = 0; first < output.shape[1]; first += kBlock) {
    const std::size_t count = std::min(kBlock, output.shape[1] - first);
    best.find(output, first, count);
    for (std::size_t i = 0; i < count; ++i) {
      if (best.score[i] > options.confidence) found.add(box_at(output, first + i), best.score[i], best.class_id[i]);
    }
  }
}

}  // namespace

std::vector<Detection> decode_yolov8(TensorView output, const DecodeOptions& options) {
  require_output(output, output.rank() == 2 && output.shape[0] > kBoxChannels, "yolov8", "[4 + classes, N]");
  Candidates found(options);
  if (options.multi_label) {
    decode_all_classes(output, found);
  } else {
    decode_best_class(output, options, found);
  }
  return found.take();
}

}  // namespace millrace::vision
