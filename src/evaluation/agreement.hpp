#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "millrace/vision/detection.hpp"

namespace millrace::evaluation {

/// How many detections two ways of detecting have in common.
struct MatchCount {
  std::size_t found = 0;    ///< by the way that is judged
  std::size_t wanted = 0;   ///< by the one that it is judged by
  std::size_t matched = 0;  ///< by both

  /// Twice the matched ones divided by all, from 0 to 1; 1 if neither way found anything.
  double f1() const noexcept;
};

/// How far the matched detections lie apart.
struct Difference {
  double mean = 0;
  double largest = 0;
};

/// Compares, picture by picture, what one way of detecting finds with what another one finds. Two detections match if
/// they are of the same class and overlap with an IoU over 0.5. Each matches one at most: the best found first, with
/// the one that it overlaps most. Thread-compatible.
class Agreement {
 public:
  struct Worst {
    std::string picture;
    MatchCount count;
    double largest_box_difference = 0;
  };

  void add(const std::string& picture, std::span<const Detection> found, std::span<const Detection> wanted);

  std::size_t pictures() const noexcept { return pictures_; }
  const MatchCount& count() const noexcept { return count_; }
  /// Of the sides of the boxes, in pixels of the picture: a pair counts with the side that differs most.
  Difference boxes() const noexcept { return boxes_.difference(count_.matched); }
  Difference scores() const noexcept { return scores_.difference(count_.matched); }
  /// The picture with the lowest F1, and of several the one where boxes differ most; none if nothing differs.
  const std::optional<Worst>& worst() const noexcept { return worst_; }

 private:
  struct Sum {
    double sum = 0;
    double largest = 0;

    void add(double difference) noexcept;
    Difference difference(std::size_t count) const noexcept;
  };

  std::size_t pictures_ = 0;
  MatchCount count_;
  Sum boxes_;
  Sum scores_;
  std::optional<Worst> worst_;
};

}  // namespace millrace::evaluation
