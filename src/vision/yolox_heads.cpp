#include "vision/yolox_heads.hpp"

#include <cmath>
#include <cstddef>

#include "vision/candidates.hpp"
#include "vision/logits.hpp"

namespace millrace::vision {
namespace {

enum YoloxPart : std::size_t { kBoxes, kObjectnesses, kClasses, kYoloxParts };

void require_yolox_head(const GridHead& head) {
  const auto fits = [](const GridHead& given) {
    return given.parts[kBoxes].shape[2] == 4 && given.parts[kObjectnesses].shape[2] == 1 &&
           given.parts[kClasses].shape[2] > 0;
  };
  require_head(head, kYoloxParts, fits, "yolox", "[height, width, 4], [.., 1] and [.., classes]");
}

Box box_from_cell(std::span<const float> numbers, const GridHead& head, std::size_t cell) {
  const float centre_x = (numbers[0] + head.column(cell)) * head.stride;
  const float centre_y = (numbers[1] + head.row(cell)) * head.stride;
  const float half_width = std::exp(numbers[2]) * head.stride / 2;
  const float half_height = std::exp(numbers[3]) * head.stride / 2;
  return {centre_x - half_width, centre_y - half_height, centre_x + half_width, centre_y + half_height};
}

}  // namespace

std::vector<Detection> decode_yolox_heads(std::span<const GridHead> heads, const DecodeOptions& options) {
  const float gate = gate_for(options.confidence);
  Candidates found(options);
  for (const GridHead& head : heads) {
    require_yolox_head(head);
    for (std::size_t cell = 0; cell < head.cells(); ++cell) {
      const std::span<const float> logit = head.at(kObjectnesses, cell);
      const std::span<const float> classes = head.at(kClasses, cell);
      if (!options.check_all && !passes(logit.front(), gate)) continue;
      require_logits(logit, kFirstClass - 1);
      require_logits(classes, kFirstClass);
      const float objectness = sigmoid(logit.front());
      if (objectness > options.confidence)
        found.add_logits(box_from_cell(head.at(kBoxes, cell), head, cell), objectness, classes);
    }
  }
  return found.take();
}

bool is_yolox_class_untrained(std::span<const GridHead> heads) {
  for (const GridHead& head : heads) {
    require_yolox_head(head);
    if (head.parts[kClasses].shape[2] != 1) return false;
    for (std::size_t cell = 0; cell < head.cells(); ++cell) {
      if (!is_about_half(sigmoid(head.at(kClasses, cell).front()))) return false;
    }
  }
  return !heads.empty();
}

}  // namespace millrace::vision
