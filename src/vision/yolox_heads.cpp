#include "vision/yolox_heads.hpp"

#include <cstddef>

#include "vision/candidates.hpp"
#include "vision/logits.hpp"
#include "vision/yolox.hpp"

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
      if (objectness > options.confidence) {
        found.add_logits(yolox_box(head.at(kBoxes, cell), head.column(cell), head.row(cell), head.stride), objectness,
                         classes);
      }
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
