#include "tuning/paired_ratio.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"

namespace millrace::tuning {
namespace {

// Ratios in an order of no meaning.
PairedRatio ratio_of(const std::vector<double>& ratios) {
  return paired_ratio(ratios, std::vector<double>(ratios.size(), 1.0));
}

std::vector<double> count_up(std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 1; i <= count; ++i) values.push_back(static_cast<double>(i));
  return values;
}

TEST(PairedRatioTest, DividesRoundByRound) {
  // Each round is slower than the one before; the ratio is the same in all.
  const PairedRatio ratio = paired_ratio(std::vector{60.0, 40.0, 20.0}, std::vector{30.0, 20.0, 10.0});
  EXPECT_EQ(ratio.median, 2);
}

TEST(PairedRatioTest, HoldsTheMedianBetweenTheSecondFromEitherEndOfTenRounds) {
  const PairedRatio ratio = ratio_of({3, 10, 1, 7, 5, 9, 2, 8, 4, 6});
  EXPECT_EQ(ratio.median, 5.5);
  EXPECT_EQ(ratio.low, 2);
  EXPECT_EQ(ratio.high, 9);
}

// The places are those of the sign test's tables (two-sided, 5 %).
TEST(PairedRatioTest, LeavesOutAsManyAsTheSignTestAllows) {
  EXPECT_EQ(ratio_of(count_up(6)).low, 1);
  EXPECT_EQ(ratio_of(count_up(8)).low, 1);
  EXPECT_EQ(ratio_of(count_up(9)).low, 2);
  EXPECT_EQ(ratio_of(count_up(12)).low, 3);
  EXPECT_EQ(ratio_of(count_up(20)).low, 6);
  EXPECT_EQ(ratio_of(count_up(100)).low, 40);
}

TEST(PairedRatioTest, ManyRoundsDoNotUnderflow) {
  const PairedRatio ratio = ratio_of(count_up(10000));
  EXPECT_EQ(ratio.low, 4902);
  EXPECT_EQ(ratio.high, 5099);
}

TEST(PairedRatioTest, TellsNothingOfFiveRoundsHoweverClearTheyLook) {
  const PairedRatio ratio = ratio_of({2, 2, 2, 2, 2});
  EXPECT_EQ(ratio.low, 0);
  EXPECT_TRUE(std::isinf(ratio.high));
  EXPECT_FALSE(ratio.separable());
}

TEST(PairedRatioTest, IsSeparableWhenAllButOneOfTenRoundsAgree) {
  EXPECT_TRUE(ratio_of({0.9, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1}).separable());
  EXPECT_FALSE(ratio_of({0.9, 0.9, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1}).separable());
}

TEST(PairedRatioTest, IsSeparableBelowOneToo) {
  EXPECT_TRUE(ratio_of({0.5, 0.6, 0.7, 0.5, 0.6, 0.7}).separable());
}

TEST(PairedRatioTest, OfEqualsIsNotSeparable) {
  EXPECT_FALSE(ratio_of(std::vector<double>(30, 1.0)).separable());
}

TEST(PairedRatioTest, OneWildRoundChangesNothing) {
  std::vector<double> ratios(10, 1.5);
  ratios[3] = 100;
  EXPECT_EQ(ratio_of(ratios).high, 1.5);
}

TEST(PairedRatioTest, RefusesWhatHasNoRatio) {
  EXPECT_THROW(paired_ratio(std::vector{1.0, 2.0}, std::vector{1.0}), Error);
  EXPECT_THROW(paired_ratio(std::vector{1.0}, std::vector{0.0}), Error);
}

}  // namespace
}  // namespace millrace::tuning
