#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/vision/detection.hpp"

namespace millrace {

inline std::array<float, 4> sides(const Box& box) {
  return {box.x1, box.y1, box.x2, box.y2};
}

/// Both find the same, in the same order: equal classes, each side of a box within so many pixels, scores within `score`.
inline void expect_same(const std::vector<Detection>& found, const std::vector<Detection>& wanted, double pixels,
                        double score) {
  ASSERT_EQ(found.size(), wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(found[i].class_id, wanted[i].class_id);
    EXPECT_NEAR(found[i].score, wanted[i].score, score);
    EXPECT_THAT(sides(found[i].box), testing::Pointwise(testing::DoubleNear(pixels), sides(wanted[i].box)));
  }
}

}  // namespace millrace
