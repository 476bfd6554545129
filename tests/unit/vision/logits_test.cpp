#include "vision/logits.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace millrace::vision {
namespace {

TEST(LogitsTest, NoScoreAboveTheThresholdIsBelowTheGate) {
  for (const float confidence : {0.0F, 1e-6F, 0.001F, 0.25F, 0.5F, 0.99F, 0.999999F, 1.0F}) {
    const float gate = gate_for(confidence);
    for (int i = -3000; i < 3000; ++i) {
      const float logit = static_cast<float>(i) / 100;
      if (sigmoid(logit) > confidence) {
        ASSERT_TRUE(passes(logit, gate)) << confidence << ' ' << logit;
      }
    }
  }
}

TEST(LogitsTest, TheGateIsCloseToTheThreshold) {
  EXPECT_NEAR(sigmoid(gate_for(0.25F)), 0.25F, 0.001F);
  EXPECT_NEAR(sigmoid(gate_for(0.001F)), 0.001F, 0.00001F);
}

TEST(LogitsTest, WhatIsNotANumberPasses) {
  EXPECT_TRUE(passes(std::nanf(""), gate_for(1)));
  EXPECT_TRUE(any_passes(std::array{0.0F, std::nanf("")}, gate_for(1)));
  EXPECT_FALSE(any_passes(std::array{0.0F, 100.0F}, gate_for(1)));
}

TEST(LogitsTest, TheFirstOfEqualLogitsIsTheBest) {
  EXPECT_EQ(best_of(std::array{-3.0F, 2.0F, 1.0F, 2.0F}), 1U);
  EXPECT_EQ(best_of(std::array{-std::numeric_limits<float>::infinity(), -200.0F}), 1U);
}

TEST(LogitsTest, TheFirstOfEqualScoresIsTheBestClass) {
  EXPECT_EQ(best_class_of(std::array{0.0F, 14.0F, 30.0F}), 2U);
  EXPECT_EQ(best_class_of(std::array{0.0F, 18.0F, 30.0F}), 1U);
  EXPECT_EQ(best_class_of(std::array{-3.0F, 2.0F, 1.0F}), 1U);
  EXPECT_EQ(best_class_of(std::array{1.999F, 2.0F}), 1U);
}

TEST(LogitsTest, ScoresAboutOneHalfAreSeen) {
  EXPECT_TRUE(is_about_half(0.509F));
  EXPECT_FALSE(is_about_half(0.52F));
  EXPECT_FALSE(is_about_half(std::nanf("")));
}

}  // namespace
}  // namespace millrace::vision
