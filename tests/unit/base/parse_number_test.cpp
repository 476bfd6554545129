#include "base/parse_number.hpp"

#include <gtest/gtest.h>

namespace millrace::base {
namespace {

TEST(ParseNumberTest, ReadsATextThatIsANumber) {
  EXPECT_EQ(parse_number<int>("-12"), -12);
  EXPECT_EQ(parse_number<double>("0.25"), 0.25);
}

TEST(ParseNumberTest, GivesNothingForAnythingElse) {
  for (const char* text : {"", "12 ", " 12", "12a", "a", "1.5", "99999999999"}) {
    EXPECT_EQ(parse_number<int>(text), std::nullopt) << text;
  }
}

TEST(AreDigitsTest, TellsDigitsFromEverythingElse) {
  EXPECT_TRUE(are_digits("0"));
  EXPECT_TRUE(are_digits("00012345678901234567890"));
  for (const char* text : {"", "-1", "1 ", "1.0", "x"}) EXPECT_FALSE(are_digits(text)) << text;
}

}  // namespace
}  // namespace millrace::base
