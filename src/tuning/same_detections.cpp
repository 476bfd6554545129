#include "tuning/same_detections.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "vision/nearly_equal.hpp"

namespace millrace::tuning {
namespace {

bool same(const Detection& a, const Detection& b, const DetectionTolerance& tolerance) {
  return a.class_id == b.class_id && vision::are_nearly_equal(a, b, tolerance.box, tolerance.score);
}

std::string text_of(const Detection& detection) {
  const auto point = [](float x, float y) { return fmt::format("({:.2f}, {:.2f})", x, y); };
  const Box& box = detection.box;
  return fmt::format("class {} with score {:.4f} at {}-{}", detection.class_id, detection.score, point(box.x1, box.y1),
                     point(box.x2, box.y2));
}

}  // namespace

std::string difference(std::span<const Detection> found, std::span<const Detection> wanted,
                       const DetectionTolerance& tolerance) {
  if (found.size() != wanted.size()) {
    return fmt::format("found {} detections instead of {}", found.size(), wanted.size());
  }
  std::vector<Detection> left(found.begin(), found.end());
  for (const Detection& one : wanted) {
    const auto match = std::ranges::find_if(left, [&](const Detection& it) { return same(it, one, tolerance); });
    if (match == left.end()) return "did not find " + text_of(one);
    left.erase(match);
  }
  return "";
}

}  // namespace millrace::tuning
