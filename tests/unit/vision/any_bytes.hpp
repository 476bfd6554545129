#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/vision/detection.hpp"

namespace millrace {

inline constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
inline constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Floats of every kind: what a broken model may write.
inline std::vector<float> any_bytes(std::size_t count) {
  std::mt19937 generator(11);
  std::vector<float> values(count);
  for (float& value : values) {
    const auto bits = static_cast<std::uint32_t>(generator());
    std::memcpy(&value, &bits, sizeof value);
  }
  return values;
}

inline void expect_finite(const std::vector<Detection>& found, float confidence) {
  EXPECT_FALSE(found.empty());
  for (const Detection& detection : found) {
    ASSERT_TRUE(is_finite(detection.box));
    ASSERT_TRUE(std::isfinite(detection.score));
    ASSERT_GT(detection.score, confidence);
    ASSERT_GE(detection.class_id, 0);
  }
}

}  // namespace millrace
