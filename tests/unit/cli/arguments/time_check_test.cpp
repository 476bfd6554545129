#include "cli/arguments/time_check.hpp"

#include <string>

#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

/// What the option would read, or the complaint.
std::string read(std::string text) {
  const std::string complaint = time_from(0.5, 7200)(text);
  return complaint.empty() ? text : complaint;
}

TEST(TimeCheckTest, TakesANumberForSeconds) {
  EXPECT_EQ(read("20"), "20");
  EXPECT_EQ(read("0.5"), "0.5");
}

TEST(TimeCheckTest, TurnsEveryUnitIntoSeconds) {
  EXPECT_EQ(read("20s"), "20");
  EXPECT_EQ(read("1500ms"), "1.5");
  EXPECT_EQ(read("2m"), "120");
  EXPECT_EQ(read("2min"), "120");
  EXPECT_EQ(read("2h"), "7200");
}

TEST(TimeCheckTest, SaysWhatIsWantedInsteadOfAnythingElse) {
  EXPECT_EQ(read("0"), "'0' is not a time from 500ms to 2h, such as 20s, 500ms, 2m or 1h");
  for (const char* text : {"3h", "-1s", "inf", "20x", "s", "20 s", ""}) {
    EXPECT_NE(read(text).find("is not a time"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace millrace::cli
