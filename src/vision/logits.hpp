#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace millrace::vision {

/// The score of a logit. NaN for NaN.
inline float sigmoid(float logit) noexcept {
  return 1 / (1 + std::exp(-logit));
}

/// True for a score of 0.5, or little more or less.
inline bool is_about_half(float score) noexcept {
  constexpr float kTolerance = 0.01F;
  return std::abs(score - 0.5F) <= kTolerance;
}

/// Where to begin looking at scores: no logit up to this has a score above `confidence`, however that is rounded.
inline float gate_for(float confidence) noexcept {
  constexpr double kMargin = 1e-3;
  if (!(confidence > 0)) return -std::numeric_limits<float>::infinity();
  if (confidence >= 1) return std::numeric_limits<float>::infinity();
  const double fraction = confidence;
  return static_cast<float>(std::log(fraction / (1 - fraction)) - kMargin);
}

/// True for what must be looked at: above the gate, or NaN.
constexpr bool passes(float logit, float gate) noexcept {
  return !(logit <= gate);
}

/// True if any passes. One OR without a jump: the loop is vectorised.
constexpr bool any_passes(std::span<const float> logits, float gate) noexcept {
  std::int32_t any = 0;
  for (const float logit : logits) any |= static_cast<std::int32_t>(passes(logit, gate));
  return any != 0;
}

/// The index of the highest logit, the first of equals; NaN is none.
constexpr std::size_t best_of(std::span<const float> logits) noexcept {
  float highest = -std::numeric_limits<float>::infinity();
  std::size_t best = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (logits[i] > highest) {
      highest = logits[i];
      best = i;
    }
  }
  return best;
}

/// The first class whose score is as high as the best one's: of high logits that differ, the scores may be equal once
/// they are rounded.
inline std::size_t best_class_of(std::span<const float> logits) noexcept {
  constexpr float kRounding = 2e-7F;
  const std::size_t best = best_of(logits);
  const float score = sigmoid(logits[best]);
  const float lowest = logits[best] - kRounding * (1 + std::exp(logits[best]));
  for (std::size_t c = 0; c < best; ++c) {
    if (logits[c] >= lowest && sigmoid(logits[c]) >= score) return c;
  }
  return best;
}

}  // namespace millrace::vision
