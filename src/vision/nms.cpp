#include "vision/nms.hpp"

#include <algorithm>
#include <cmath>

namespace millrace::vision {
namespace {

bool is_finite(const Detection& detection) {
  return is_finite(detection.box) && std::isfinite(detection.score);
}

bool is_better(const Detection* a, const Detection* b) {
  return a->score != b->score ? a->score > b->score : a < b;  // equal scores keep the order of their vector
}

/// The candidates, best first, at most `limit` of them.
std::vector<const Detection*> best_first(const std::vector<Detection>& candidates, std::size_t limit) {
  std::vector<const Detection*> best;
  best.reserve(candidates.size());
  for (const Detection& candidate : candidates) best.push_back(&candidate);
  std::ranges::sort(best, is_better);
  if (best.size() > limit) best.resize(limit);
  return best;
}

bool is_suppressed(const Detection& candidate, const std::vector<Detection>& kept, const NmsOptions& options) {
  return std::ranges::any_of(kept, [&](const Detection& better) {
    const bool compete = options.class_agnostic || better.class_id == candidate.class_id;
    return compete && iou(better.box, candidate.box) > options.iou;
  });
}

}  // namespace

// Compares a candidate only with the boxes kept so far, at most max_detections, and stops once that many are kept:
// 30,000 candidates need no table of all pairs.
std::vector<Detection> nms(std::vector<Detection> candidates, const NmsOptions& options) {
  std::erase_if(candidates, [](const Detection& candidate) { return !is_finite(candidate); });
  std::vector<Detection> kept;
  for (const Detection* candidate : best_first(candidates, options.max_candidates)) {
    if (kept.size() >= options.max_detections) break;
    if (!is_suppressed(*candidate, kept, options)) kept.push_back(*candidate);
  }
  return kept;
}

}  // namespace millrace::vision
