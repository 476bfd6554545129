#include "vision/yolov5_heads.hpp"

#include <cstddef>

#include "vision/candidates.hpp"
#include "vision/logits.hpp"

namespace millrace::vision {
namespace {

constexpr std::size_t kObjectness = kFirstClass - 1;

bool has_anchors(const GridHead& head) {
  const std::size_t boxes = head.anchors.size();
  const std::size_t channels = head.parts[0].shape[2];
  return boxes > 0 && channels % boxes == 0 && channels / boxes > kFirstClass;
}

void require_yolov5_head(const GridHead& head) {
  require_head(head, 1, has_anchors, "yolov5", "[height, width, anchors * (5 + classes)]");
}

/// One box's logits: x, y, w, h, objectness, classes.
std::span<const float> box_logits(const GridHead& head, std::size_t cell, std::size_t anchor) {
  const std::span<const float> all = head.at(0, cell);
  const std::size_t numbers = all.size() / head.anchors.size();
  return all.subspan(anchor * numbers, numbers);
}

Box anchored_box(std::span<const float> row, const GridHead& head, std::size_t cell, const Anchor& anchor) {
  const float centre_x = (2 * sigmoid(row[0]) - 0.5F + head.column(cell)) * head.stride;
  const float centre_y = (2 * sigmoid(row[1]) - 0.5F + head.row(cell)) * head.stride;
  const float twice_width = 2 * sigmoid(row[2]);
  const float twice_height = 2 * sigmoid(row[3]);
  return centred_box(centre_x, centre_y, twice_width * twice_width * anchor.width,
                     twice_height * twice_height * anchor.height);
}

}  // namespace

std::vector<Detection> decode_yolov5_heads(std::span<const GridHead> heads, const DecodeOptions& options) {
  const float gate = gate_for(options.confidence);
  Candidates found(options);
  for (const GridHead& head : heads) {
    require_yolov5_head(head);
    for (std::size_t anchor = 0; anchor < head.anchors.size(); ++anchor) {
      for (std::size_t cell = 0; cell < head.cells(); ++cell) {
        const std::span<const float> row = box_logits(head, cell, anchor);
        if (!options.check_all && !passes(row[kObjectness], gate)) continue;
        require_logits(row.subspan(kObjectness), kObjectness);
        const float objectness = sigmoid(row[kObjectness]);
        if (objectness > options.confidence)
          found.add_logits(anchored_box(row, head, cell, head.anchors[anchor]), objectness, row.subspan(kFirstClass));
      }
    }
  }
  return found.take();
}

bool is_yolov5_class_untrained(std::span<const GridHead> heads) {
  for (const GridHead& head : heads) {
    require_yolov5_head(head);
    const std::size_t boxes = head.anchors.size();
    if (head.parts[0].shape[2] != boxes * (kFirstClass + 1)) return false;
    for (std::size_t i = 0; i < head.cells() * boxes; ++i) {
      if (!is_about_half(sigmoid(box_logits(head, i / boxes, i % boxes)[kFirstClass]))) return false;
    }
  }
  return !heads.empty();
}

}  // namespace millrace::vision
