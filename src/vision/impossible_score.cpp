#include "vision/impossible_score.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

namespace millrace::vision {
namespace {

bool are_scores(std::span<const float> values) {
  std::int32_t all = 1;  // as wide as a float, and no jump in is_score(): the loop is vectorised
  for (const float value : values) all &= static_cast<std::int32_t>(is_score(value));
  return all != 0;
}

}  // namespace

ImpossibleScore::ImpossibleScore(float value, std::size_t number)
    : Error(ErrorCode::kInvalidInput,
            fmt::format("the model gave a score of {} (number {} of a box), and scores are from 0 to 1",
                        std::isnan(value) ? "NaN" : fmt::format("{}", value), number + 1)),
      value_(value) {}

void require_scores(std::span<const float> values, std::size_t number) {
  if (are_scores(values)) return;
  const auto first = std::ranges::find_if_not(values, is_score);
  throw ImpossibleScore(*first, number + static_cast<std::size_t>(first - values.begin()));
}

void require_logits(std::span<const float> values, std::size_t number) {
  const auto found = std::ranges::find_if(values, [](float value) { return std::isnan(value); });
  if (found != values.end()) throw ImpossibleScore(*found, number + static_cast<std::size_t>(found - values.begin()));
}

void require_scores_of_boxes(std::span<const float> values, std::size_t number) {
  if (!are_scores(values)) throw ImpossibleScore(*std::ranges::find_if_not(values, is_score), number);
}

}  // namespace millrace::vision
