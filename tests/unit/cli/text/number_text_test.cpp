#include "cli/text/number_text.hpp"

#include <gtest/gtest.h>

#include "fakes/other_locale.hpp"

namespace millrace::cli {
namespace {

TEST(NumberTextTest, ShowsThreeDigitsOrAllBeforeThePoint) {
  EXPECT_EQ(short_number(0.1234), "0.12");
  EXPECT_EQ(short_number(27.94), "27.9");
  EXPECT_EQ(short_number(250.6), "251");
  EXPECT_EQ(short_number(1041.9), "1042");
}

TEST(NumberTextTest, DoesNotGrowADigitByRounding) {
  EXPECT_EQ(short_number(9.996), "10.0");
  EXPECT_EQ(short_number(99.96), "100");
}

TEST(NumberTextTest, FollowsNoLocale) {
  const OtherLocale locale;
  EXPECT_EQ(short_number(25200.25), "25200");
  EXPECT_EQ(short_number(1.5), "1.50");
}

TEST(ClockTextTest, ShowsHoursOnlyWhereThereAreSome) {
  EXPECT_EQ(clock_text(75), "01:15");
  EXPECT_EQ(clock_text(3700), "1:01:40");
}

}  // namespace
}  // namespace millrace::cli
