#include "cli/arguments/number_check.hpp"

#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

std::string complaint(std::string text) {
  return number_from(0.5, 100)(text);
}

TEST(NumberCheckTest, LetsNumbersBetweenTheLimitsPass) {
  EXPECT_EQ(complaint("0.5"), "");
  EXPECT_EQ(complaint("100"), "");
}

TEST(NumberCheckTest, SaysWhatIsWantedInsteadOfAnythingElse) {
  EXPECT_EQ(complaint("0"), "'0' is not a number from 0.5 to 100");
  for (const char* text : {"101", "-1", "inf", "nan", "1x", "ten", ""}) EXPECT_NE(complaint(text), "") << text;
}

}  // namespace
}  // namespace millrace::cli
