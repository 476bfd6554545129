#pragma once

#include <algorithm>
#include <cmath>

namespace millrace {

/// An axis-parallel rectangle in pixels: (x1, y1) top left, (x2, y2) bottom right, as real numbers.
struct Box {
  float x1 = 0;
  float y1 = 0;
  float x2 = 0;
  float y2 = 0;

  float width() const noexcept { return x2 - x1; }
  float height() const noexcept { return y2 - y1; }
  float area() const noexcept { return width() * height(); }

  friend bool operator==(const Box&, const Box&) = default;
};

/// True when all four coordinates are finite.
inline bool is_finite(const Box& box) noexcept {
  return std::isfinite(box.x1) && std::isfinite(box.y1) && std::isfinite(box.x2) && std::isfinite(box.y2);
}

/// Intersection over union, 0 (apart) to 1 (equal), in float arithmetic as torchvision computes it.
inline float iou(const Box& a, const Box& b) noexcept {
  const float width = std::min<float>(a.x2, b.x2) - std::max<float>(a.x1, b.x1);
  const float height = std::min<float>(a.y2, b.y2) - std::max<float>(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const float shared = width * height;
  return shared / (a.area() + b.area() - shared);
}

}  // namespace millrace
