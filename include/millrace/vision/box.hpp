#pragma once

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

}  // namespace millrace
