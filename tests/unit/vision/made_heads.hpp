#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/vision/detection.hpp"
#include "vision/grid_head.hpp"

namespace millrace::vision {

/// One part of a grid's head, with its own numbers.
class MadePart {
 public:
  MadePart(std::size_t height, std::size_t width, std::size_t channels, float value)
      : shape_{height, width, channels}, values_(height * width * channels, value) {}

  float& at(std::size_t cell, std::size_t channel) { return values_[cell * shape_[2] + channel]; }
  std::size_t channels() const { return shape_[2]; }
  std::vector<float>& values() { return values_; }
  TensorView view() const { return {values_.data(), shape_}; }

 private:
  std::array<std::size_t, 3> shape_;
  std::vector<float> values_;
};

/// Logits between -6 and 6, the same in each run.
inline void fill_with_noise(std::vector<float>& values, unsigned seed) {
  std::mt19937 generator(seed);
  for (float& value : values) value = static_cast<float>(generator() % 12'000U) / 1000.0F - 6.0F;
}

inline float exact_sigmoid(float logit) {
  return static_cast<float>(1.0 / (1.0 + std::exp(-static_cast<double>(logit))));
}

/// The same detections in the same order; their numbers may differ by what a cut graph's may.
inline void expect_same(const std::vector<Detection>& found, const std::vector<Detection>& wanted) {
  constexpr float kPixels = 0.01F;
  constexpr float kScore = 1e-4F;
  ASSERT_EQ(found.size(), wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].class_id, wanted[i].class_id);
    EXPECT_NEAR(found[i].score, wanted[i].score, kScore);
    for (const auto side : {&Box::x1, &Box::y1, &Box::x2, &Box::y2})
      EXPECT_NEAR(found[i].box.*side, wanted[i].box.*side, kPixels);
  }
}

}  // namespace millrace::vision
