#include "base/histogram.hpp"

#include <initializer_list>

#include <gtest/gtest.h>

namespace millrace::base {
namespace {

TEST(HistogramTest, HasNoQuantileWhenItIsEmpty) {
  EXPECT_EQ(Histogram().quantile(0.5), Milliseconds{0});
}

TEST(HistogramTest, TellsSmallDurationsApartExactly) {
  Histogram histogram;
  for (int us = 1; us <= 10; ++us) histogram.add(Milliseconds{us / 1000.0 + 1e-9});
  EXPECT_DOUBLE_EQ(histogram.quantile(0.5).count(), 0.005);
  EXPECT_DOUBLE_EQ(histogram.quantile(1.0).count(), 0.010);
}

TEST(HistogramTest, IsNeverBelowTheTrueQuantileAndAtMostThreePercentAbove) {
  for (const double ms : {0.1, 1.0, 19.3, 250.0, 3'600'000.0}) {
    Histogram histogram;
    histogram.add(Milliseconds{ms});
    EXPECT_GE(histogram.quantile(0.99).count(), ms - 0.001);
    EXPECT_LE(histogram.quantile(0.99).count(), ms * (1.0 + 1.0 / 32));
  }
}

TEST(HistogramTest, FindsTheRareSlowOne) {
  Histogram histogram;
  for (int i = 0; i < 99; ++i) histogram.add(Milliseconds{1});
  histogram.add(Milliseconds{100});
  EXPECT_LT(histogram.quantile(0.99).count(), 1.1);
  EXPECT_GE(histogram.quantile(1.0).count(), 99.9);
}

TEST(HistogramTest, CountsWhatIsOutOfRangeAtTheEnds) {
  Histogram histogram;
  histogram.add(Milliseconds{-5});
  histogram.add(Milliseconds{1e12});
  EXPECT_EQ(histogram.count(), 2U);
  EXPECT_EQ(histogram.quantile(0.5), Milliseconds{0});
  EXPECT_GT(histogram.quantile(1.0), Milliseconds{4e6});
}

}  // namespace
}  // namespace millrace::base
