#include "cli/arguments/detection_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

using ::testing::ElementsAre;

TEST(ParseSizeTest, TakesOneSideForBoth) {
  EXPECT_EQ(parse_size("640"), (Size{.width = 640, .height = 640}));
}

TEST(ParseSizeTest, TakesHeightAndWidthHoweverTheyAreSeparated) {
  for (const char* text : {"96,160", "96x160", "96X160", "96 160"}) {
    EXPECT_EQ(parse_size(text), (Size{.width = 160, .height = 96})) << text;
  }
}

TEST(ParseSizeTest, RefusesWhatIsNoSize) {
  for (const char* text : {"", "0", "8193", "-1", "640.0", "64y", "96x", "x96", "96x160x3", "1e3", "99999999999"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

TEST(ParseClassesTest, TellsNumbersFromNames) {
  const auto classes = parse_classes("0, traffic light,2,3d printer,");
  ASSERT_TRUE(classes);
  EXPECT_THAT(classes->numbers, ElementsAre(0, 2));
  EXPECT_THAT(classes->names, ElementsAre("traffic light", "3d printer"));
}

TEST(ParseClassesTest, RefusesWhatIsNoList) {
  for (const char* text : {"", ",", "-1", "0,-2", "100001", "99999999999999999999"}) {
    EXPECT_FALSE(parse_classes(text)) << text;
  }
}

}  // namespace
}  // namespace millrace::cli
