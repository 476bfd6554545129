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
    const bool has_values = given.bins == nullptr || given.bins->values.size() == channels / kSidesOfBox;
    return channels > 0 && channels % kSidesOfBox == 0 && has_values && given.parts[kScores].shape[2] > 0;
  };
  require_head(head, kYolov8Parts, fits, "yolov8", "[height, width, 4 * bins] and [height, width, classes]");
}

/// As a quantised model rounds it.
float rounded_weight(float weight, const DistanceBins& bins) {
  const auto parts = static_cast<float>(bins.levels - 1);
  return std::nearbyint(std::min(weight, bins.largest_weight) / bins.largest_weight * parts) * bins.largest_weight /
         parts;
}

float distance_of(std::span<const float> logits, const DistanceBins* bins) {
  if (logits.size() == 1) return logits.front();
  const float highest = std::ranges::max(logits);
  const auto value = [&](std::size_t i) { return bins != nullptr ? bins->values[i] : static_cast<float>(i); };
  float sum = 0;
  float weighted = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const float weight = std::exp(logits[i] - highest);
    sum += weight;
    weighted += weight * value(i);
  }
  if (bins == nullptr || bins->levels < 2) return weighted / sum;
  float distance = 0;
  for (std::size_t i = 0; i < logits.size(); ++i)
    distance += rounded_weight(std::exp(logits[i] - highest) / sum, *bins) * value(i);
  return distance;
}

Box box_around(const GridHead& head, std::size_t cell) {
  const std::span<const float> logits = head.at(kSides, cell);
  const std::size_t bins = logits.size() / kSidesOfBox;
  std::array<float, kSidesOfBox> sides{};
  for (std::size_t i = 0; i < kSidesOfBox; ++i) sides[i] = distance_of(logits.subspan(i * bins, bins), head.bins);
  const float x = head.column(cell) + 0.5F;
  const float y = head.row(cell) + 0.5F;
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
