#include "cli/text/number_text.hpp"

#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

TEST(NumberTextTest, FixesTheDigitsBehindThePoint) {
  EXPECT_EQ(fixed(2.0, 2), "2.00");
  EXPECT_EQ(fixed(-0.26, 1), "-0.3");
  EXPECT_EQ(fixed(12.7, 0), "13");
}

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

}  // namespace
}  // namespace millrace::cli
