#include "vision/yolov8_heads.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "vision/candidates.hpp"
#include "vision/logits.hpp"

namespace millrace::vision {
namespace {

enum Yolov8Part : std::size_t { kSides, kScores, kYolov8Parts };

constexpr std::size_t kSidesOfBox = 4;

void require_yolov8_head(const GridHead& head) {
  const auto fits = [](const GridHead& given) {
    const std::size_t channels = given.parts[kSides].shape[2];
    return channels > 0 && channels % kSidesOfBox == 0 && given.parts[kScores].shape[2] > 0;
  };
  require_head(head, kYolov8Parts, fits, "yolov8", "[height, width, 4 * bins] and [height, width, classes]");
}

/// The mean of 0, 1, 2... weighted by the softmax.
float mean_bin(std::span<const float> logits) {
  if (logits.size() == 1) return logits.front();
  const float highest = std::ranges::max(logits);
  float sum = 0;
  float weighted = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const float weight = std::exp(logits[i] - highest);
    sum += weight;
    weighted += weight * static_cast<float>(i);
  }
  return weighted / sum;
}

Box box_around(const GridHead& head, std::size_t cell) {
  const std::span<const float> logits = head.at(kSides, cell);
  const std::size_t bins = logits.size() / kSidesOfBox;
  std::array<float, kSidesOfBox> sides{};
  for (std::size_t i = 0; i < kSidesOfBox; ++i) sides[i] = mean_bin(logits.subspan(i * bins, bins));
  const float x = static_cast<float>(cell % head.width()) + 0.5F;
  const float y = static_cast<float>(cell / head.width()) + 0.5F;
  return {(x - sides[0]) * head.stride, (y - sides[1]) * head.stride, (x + sides[2]) * head.stride,
          (y + sides[3]) * head.stride};
}

}  // namespace

std::vector<Detection> decode_yolov8_heads(std::span<const GridHead> heads, const DecodeOptions& options) {
  const float gate = gate_for(options.confidence);
  Candidates found(options);
  for (const GridHead& head : heads) {
    require_yolov8_head(head);
    for (std::size_t cell = 0; cell < head.cells(); ++cell) {
      const std::span<const float> logits = head.at(kScores, cell);
      const bool may_be_found = any_passes(logits, gate);
      if (may_be_found || options.check_all) require_logits(logits, kSidesOfBox);
      if (may_be_found) found.add_logits(box_around(head, cell), 1, logits);
    }
  }
  return found.take();
}

}  // namespace millrace::vision
