#include "io/label_places.hpp"

#include <algorithm>
#include <limits>

namespace millrace::io {
namespace {

constexpr int kRows = 12;                  // of labels, away from the box
constexpr int kBand = 64;                  // pixels
constexpr std::size_t kMostLabels = 5000;  // more leave no room in any picture, and the search takes long

/// Where a label may stand in the `row`th row from its box, better places first; places outside the picture are left
/// out, or pushed in from the side.
class Candidates {
 public:
  Candidates(const cv::Rect& box, Size label, Size picture) : box_(box), label_(label), picture_(picture) {}

  template <typename Take>
  void for_each(int row, Take take) const {
    const int bottom = box_.y + box_.height;
    const int right = box_.x + box_.width;
    const int above = box_.y - (row + 1) * label_.height;
    const int inside = box_.y + row * label_.height;
    const int below = bottom + row * label_.height;
    const bool fits_inside = inside + label_.height <= bottom;
    for (const int x : {box_.x, right - label_.width}) {
      try_at(x, above, take);
      if (fits_inside || row == 0) try_at(x, inside, take);
      try_at(x, below, take);
    }
    for (const int x : {box_.x - label_.width, right}) {
      for (const int y : {above, inside, below}) try_at(x, y, take);
    }
  }

 private:
  template <typename Take>
  void try_at(int x, int y, Take take) const {
    if (y < 0 || y + label_.height > picture_.height) return;
    const int pushed = std::max(std::min(x, picture_.width - label_.width), 0);
    take(cv::Rect{pushed, y, label_.width, label_.height});
  }

  cv::Rect box_;
  Size label_;
  Size picture_;
};

}  // namespace

cv::Rect LabelPlaces::take(const cv::Rect& box, Size label) {
  // The only choice in a picture lower than the label.
  cv::Rect best{std::max(std::min(box.x, picture_.width - label.width), 0), 0, label.width, label.height};
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  const Candidates candidates(box, label, picture_);
  const int rows = taken_ < kMostLabels ? kRows : 1;
  for (int row = 0; row < rows && least > 0; ++row) {
    candidates.for_each(row, [&](const cv::Rect& place) {
      const std::int64_t covered = least == 0 ? 0 : covered_pixels(place, least);
      if (covered >= least) return;
      least = covered;
      best = place;
    });
  }
  mark(best);
  return best;
}

// May count a pixel twice. Stops counting at `enough`.
std::int64_t LabelPlaces::covered_pixels(const cv::Rect& place, std::int64_t enough) const {
  std::int64_t covered = 0;
  const auto end = bands_.upper_bound((place.y + place.height - 1) / kBand);
  for (auto band = bands_.lower_bound(place.y / kBand); band != end; ++band) {
    for (const cv::Rect& taken : band->second) {
      covered += (place & taken).area();
      if (covered >= enough) return covered;
    }
  }
  return covered;
}

void LabelPlaces::mark(const cv::Rect& place) {
  if (taken_ >= kMostLabels) return;
  ++taken_;
  for (int band = place.y / kBand; band <= (place.y + place.height - 1) / kBand; ++band) bands_[band].push_back(place);
}

}  // namespace millrace::io
