#include "cli/arguments/spread_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

using ::testing::ElementsAre;

TEST(JoinSpreadValuesTest, JoinsTwoSides) {
  EXPECT_THAT(join_spread_values({"--imgsz", "96", "160", "a.jpg"}), ElementsAre("--imgsz", "96,160", "a.jpg"));
  EXPECT_THAT(join_spread_values({"--imgsz=96", "160"}), ElementsAre("--imgsz=96,160"));
}

TEST(JoinSpreadValuesTest, LeavesASecondWordThatIsNoSecondSide) {
  EXPECT_THAT(join_spread_values({"--imgsz", "96", "cam1"}), ElementsAre("--imgsz", "96", "cam1"));
  EXPECT_THAT(join_spread_values({"--imgsz", "96,160", "320"}), ElementsAre("--imgsz", "96,160", "320"));
  EXPECT_THAT(join_spread_values({"--imgsz", "96", "160", "320"}), ElementsAre("--imgsz", "96,160", "320"));
}

TEST(JoinSpreadValuesTest, JoinsClassesUpToWhatMayBeAPathOrAnOption) {
  EXPECT_THAT(join_spread_values({"--classes", "0", "person", "traffic light", "a.jpg", "b"}),
              ElementsAre("--classes", "0,person,traffic light", "a.jpg", "b"));
  EXPECT_THAT(join_spread_values({"--classes", "0", "--conf", "1"}), ElementsAre("--classes", "0", "--conf", "1"));
  EXPECT_THAT(join_spread_values({"--classes", "0", "in/*"}), ElementsAre("--classes", "0", "in/*"));
  EXPECT_THAT(join_spread_values({"--classes=0", "2", "/"}), ElementsAre("--classes=0,2", "/"));
}

TEST(JoinSpreadValuesTest, LeavesOtherWordsAlone) {
  using Words = std::vector<std::string>;
  for (const Words& words : {Words{}, Words{"--conf", "1", "2"}, Words{"--", "--imgsz", "96", "160"},
                             Words{"--classes", "--", "a", "b"}, Words{"--imgsz"}}) {
    EXPECT_EQ(join_spread_values(words), words);
  }
}

}  // namespace
}  // namespace millrace::cli
