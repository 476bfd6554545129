#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
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

/// The same in rows of `length` numbers, with `score` at some places of each row: the other numbers are of any kind.
inline std::vector<float> any_boxes(std::size_t rows, std::size_t length, std::initializer_list<std::size_t> scores,
                                    float score = 0.75F) {
  std::vector<float> values = any_bytes(rows * length);
  for (std::size_t row = 0; row < rows; ++row) {
    for (const std::size_t place : scores) values[row * length + place] = score;
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
