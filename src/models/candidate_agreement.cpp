#include "models/candidate_agreement.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "vision/nearly_equal.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kMostCompared = 300;

bool agree_roughly(const Detection& a, const Detection& b) {
  constexpr float kScore = 0.1F;
  return std::abs(a.score - b.score) <= kScore && iou(a.box, b.box) > 0.5F;
}

/// The best ones that are not close to the threshold.
std::vector<Detection> to_compare(std::vector<Detection> candidates, const CandidateTolerance& tolerance) {
  const float margin = (tolerance.is_exact ? 0.01F : 0.2F) * tolerance.threshold;
  std::erase_if(candidates, [&](const Detection& each) { return each.score <= tolerance.threshold + margin; });
  std::ranges::sort(candidates, std::ranges::greater(), &Detection::score);
  if (candidates.size() > kMostCompared) candidates.resize(kMostCompared);
  return candidates;
}

}  // namespace

float tolerance_for(const Box& box, float relative) {
  constexpr float kPixels = 0.01F;
  return kPixels + relative * std::max(box.width(), box.height());
}

bool agree_exactly(const Detection& a, const Detection& b, float pixels) {
  constexpr float kScore = 1e-4F;
  return vision::are_nearly_equal(a, b, pixels, kScore);
}

std::string disagreement(const std::vector<Detection>& cut, const std::vector<Detection>& uncut,
                         const CandidateTolerance& tolerance) {
  constexpr float kRounding = 1e-4F;
  std::size_t compared = 0;
  std::size_t alone = 0;
  std::size_t of_other_class = 0;
  const auto count = [&](const std::vector<Detection>& some, const std::vector<Detection>& others) {
    for (const Detection& each : to_compare(some, tolerance)) {
      const auto agrees = [&](const Detection& other) {
        return tolerance.is_exact ? agree_exactly(each, other, tolerance_for(other.box, kRounding))
                                  : agree_roughly(each, other);
      };
      const auto is_the_same = [&](const Detection& other) { return each.class_id == other.class_id && agrees(other); };
      ++compared;
      if (std::ranges::any_of(others, is_the_same)) continue;
      ++(std::ranges::any_of(others, agrees) ? of_other_class : alone);
    }
  };
  count(cut, uncut);
  count(uncut, cut);
  if (alone > (tolerance.is_exact ? compared / 100 : compared / 10))
    return fmt::format("{} of {} candidates have no counterpart", alone, compared);
  if (tolerance.is_exact && of_other_class > compared / 10)
    return fmt::format("{} of {} candidates are of another class", of_other_class, compared);
  return "";
}

}  // namespace millrace::models
