#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "vision/decode_options.hpp"
#include "vision/decoder_input.hpp"
#include "vision/impossible_score.hpp"
#include "vision/logits.hpp"

namespace millrace::vision {

/// The index of the first class score in a row with an objectness, after x, y, w, h and the objectness.
inline constexpr std::size_t kFirstClass = 5;

inline Box centred_box(float centre_x, float centre_y, float width, float height) {
  const float half_width = width / 2;
  const float half_height = height / 2;
  return {centre_x - half_width, centre_y - half_height, centre_x + half_width, centre_y + half_height};
}

/// Collects a decoder's candidates: those above the threshold, of a wanted class, with finite boxes only.
class Candidates {
 public:
  explicit Candidates(const DecodeOptions& options) : options_(options) {}

  void add(const Box& box, float score, int class_id) {
    if (!(score > options_.confidence) || !is_finite(box) || !is_wanted(class_id)) return;
    found_.push_back({box, score, class_id});
  }

  /// Adds a box that the model chose itself. `number`: which of the row's numbers the score is. A row whose class is
  /// negative is padding; one whose class is no class is left out. Throws ImpossibleScore.
  void add_chosen(const Box& box, float class_number, float score, std::size_t number) {
    if (class_number < 0) return;
    require_score(score, number);
    const int class_id = class_of(class_number);
    if (class_id >= 0) add(box, score, class_id);
  }

  /// True if a row with an objectness may be a candidate. `row`: x, y, w, h, objectness, class scores. Throws
  /// ImpossibleScore for what is no score: the objectness, or with check_all any.
  bool may_add(std::span<const float> row) const {
    const float objectness = row[kFirstClass - 1];
    require_score(objectness, kFirstClass - 1);
    if (options_.check_all) require_scores(row.subspan(kFirstClass), kFirstClass);
    return objectness > options_.confidence;
  }

  /// Adds such a row: one candidate of its best class, or with multi_label one of each class. Throws ImpossibleScore.
  // Compares the products, not the class scores: rounding can make two products equal, and then the first one wins.
  void add_row(const Box& box, std::span<const float> row) {
    const float objectness = row[kFirstClass - 1];
    const std::span<const float> scores = row.subspan(kFirstClass);
    require_scores(scores, kFirstClass);
    if (options_.objectness_only) {
      add(box, objectness, 0);
    } else if (options_.multi_label) {
      for (std::size_t c = 0; c < scores.size(); ++c) add(box, objectness * scores[c], static_cast<int>(c));
    } else {
      add_best(box, objectness, scores);
    }
  }

  /// The same of logits: `objectness` is a score, `logits` are those of the classes. Throws ImpossibleScore for NaN.
  // The score rises with the logit, so that only the best one's is computed.
  void add_logits(const Box& box, float objectness, std::span<const float> logits) {
    if (options_.objectness_only) {
      add(box, objectness, 0);
    } else if (options_.multi_label) {
      for (std::size_t c = 0; c < logits.size(); ++c) add(box, objectness * sigmoid(logits[c]), static_cast<int>(c));
    } else if (!logits.empty()) {
      const std::size_t best = best_class_of(logits);
      add(box, objectness * sigmoid(logits[best]), static_cast<int>(best));
    }
  }

  std::vector<Detection> take() { return std::move(found_); }

 private:
  void add_best(const Box& box, float objectness, std::span<const float> scores) {
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

  bool is_wanted(int class_id) const {
    if (class_id == options_.background) return false;
    return options_.classes.empty() || std::ranges::find(options_.classes, class_id) != options_.classes.end();
  }

  const DecodeOptions& options_;
  std::vector<Detection> found_;
};

}  // namespace millrace::vision
