#pragma once

#include <cmath>

#include "millrace/vision/detection.hpp"

namespace millrace::vision {

/// True if the sides of both boxes lie within so many pixels of each other, and the scores within `score`. Their classes
/// may differ.
inline bool are_nearly_equal(const Detection& a, const Detection& b, float pixels, float score) {
  const auto is_near = [&](float Box::* side) { return std::abs(a.box.*side - b.box.*side) <= pixels; };
  return std::abs(a.score - b.score) <= score && is_near(&Box::x1) && is_near(&Box::y1) && is_near(&Box::x2) &&
         is_near(&Box::y2);
}

}  // namespace millrace::vision
