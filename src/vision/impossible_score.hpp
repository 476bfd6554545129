#pragma once

#include <cstddef>
#include <span>

#include "millrace/base/error.hpp"

namespace millrace::vision {

/// True for what a score may be: 0 to 1, and a little more for sums in low precision. NaN is none.
constexpr bool is_score(float value) noexcept {
  constexpr float kLowest = -0.01F;
  constexpr float kHighest = 1.05F;
  return (value >= kLowest) & (value <= kHighest);
}

/// A number where a score should be, and that cannot be one: the model is not what it is taken for.
class ImpossibleScore : public Error {
 public:
  /// `number`: which of a box's numbers it is, from 0.
  ImpossibleScore(float value, std::size_t number);

  float value() const noexcept { return value_; }

 private:
  float value_;
};

/// Throws ImpossibleScore for the first of `values` that is no score. They are one box's, from this number of it on.
void require_scores(std::span<const float> values, std::size_t number);

/// The same for logits, of which only NaN is no score's.
void require_logits(std::span<const float> values, std::size_t number);

/// The same as require_scores() for this number of several boxes.
void require_scores_of_boxes(std::span<const float> values, std::size_t number);

inline void require_score(float value, std::size_t number) {
  if (!is_score(value)) throw ImpossibleScore(value, number);
}

}  // namespace millrace::vision
