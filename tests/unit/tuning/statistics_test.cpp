#include "millrace/tuning/statistics.hpp"

#include <gtest/gtest.h>

namespace millrace {
namespace {

TEST(QuantileTest, IsTheNearestRank) {
  EXPECT_EQ(quantile({4, 1, 3, 2}, 0.5), 2);
  EXPECT_EQ(quantile({4, 1, 3, 2}, 0.51), 3);
  EXPECT_EQ(quantile({4, 1, 3, 2}, 0.9), 4);
}

TEST(QuantileTest, OfZeroAndOneAreTheSmallestAndTheLargest) {
  EXPECT_EQ(quantile({4, 1, 3, 2}, 0), 1);
  EXPECT_EQ(quantile({4, 1, 3, 2}, 1), 4);
}

TEST(QuantileTest, OfOneValueIsThatValue) {
  EXPECT_EQ(quantile({7}, 0.01), 7);
  EXPECT_EQ(quantile({7}, 0.99), 7);
}

TEST(QuantileTest, Of99PercentOfAHundredValuesLeavesOneAbove) {
  std::vector<double> values;
  for (int i = 1; i <= 100; ++i) values.push_back(i);
  EXPECT_EQ(quantile(values, 0.99), 99);
}

TEST(MedianTest, IsTheMiddleValueOrTheMeanOfTheTwoMiddleOnes) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 3, 2}), 2.5);
}

TEST(MedianTest, OfNothingIsZero) {
  EXPECT_EQ(median({}), 0);
  EXPECT_EQ(quantile({}, 0.5), 0);
}

TEST(MiddleHalfTest, LeavesAQuarterOfTheValuesOutsideAtEitherEnd) {
  const Spread spread = middle_half({8, 7, 6, 5, 4, 3, 2, 1});
  EXPECT_EQ(spread.low, 2);
  EXPECT_EQ(spread.middle, 4.5);
  EXPECT_EQ(spread.high, 6);
}

}  // namespace
}  // namespace millrace
