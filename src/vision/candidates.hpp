#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"

namespace millrace::vision {

/// The index of the first class score in a row with an objectness, after x, y, w, h and the objectness.
inline constexpr std::size_t kFirstClass = 5;

/// Collects a decoder's candidates: those above the threshold, of a wanted class, with finite numbers only.
class Candidates {
 public:
  explicit Candidates(const DecodeOptions& options) : options_(options) {}

  void add(const Box& box, float score, int class_id) {
    if (!(score > options_.confidence) || !std::isfinite(score) || !is_finite(box) || !is_wanted(class_id)) return;
    found_.push_back({box, score, class_id});
  }

  /// Adds a row with an objectness: one candidate of its best class, or with multi_label one of each class.
  // Compares the products, not the class scores: rounding can make two products equal, and then the first one wins.
  void add_row(const Box& box, float objectness, std::span<const float> scores) {
    if (options_.multi_label) {
      for (std::size_t c = 0; c < scores.size(); ++c) add(box, objectness * scores[c], static_cast<int>(c));
      return;
    }
    float best = -std::numeric_limits<float>::infinity();
    std::size_t best_class = 0;
    for (std::size_t c = 0; c < scores.size(); ++c) {
      const float score = objectness * scores[c];
      if (score > best) {
        best = score;
        best_class = c;
      }
    }
    add(box, best, static_cast<int>(best_class));
  }

  std::vector<Detection> take() { return std::move(found_); }

 private:
  bool is_wanted(int class_id) const {
    return options_.classes.empty() || std::ranges::find(options_.classes, class_id) != options_.classes.end();
  }

  const DecodeOptions& options_;
  std::vector<Detection> found_;
};

}  // namespace millrace::vision
