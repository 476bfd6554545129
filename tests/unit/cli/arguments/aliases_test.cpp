#include "cli/arguments/aliases.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

using ::testing::ElementsAre;

TEST(ApplyAliasesTest, TakesBenchmarkAppsWords) {
  EXPECT_THAT(apply_aliases({"bench", "-m", "a.xml", "-nireq", "4", "-infer_precision", "f32"}),
              ElementsAre("bench", "--model", "a.xml", "--requests", "4", "--precision", "f32"));
}

TEST(ApplyAliasesTest, TakesUltralyticsNames) {
  EXPECT_THAT(apply_aliases({"--conf-thres", "0.5", "--max_det", "10"}),
              ElementsAre("--conf", "0.5", "--max-det", "10"));
}

TEST(ApplyAliasesTest, KeepsAValueAfterAnEqualsSign) {
  EXPECT_THAT(apply_aliases({"-hint=latency", "-d=AUTO:-CPU"}), ElementsAre("--hint=latency", "--device=AUTO:-CPU"));
}

TEST(ApplyAliasesTest, LeavesEverythingElseAlone) {
  EXPECT_THAT(apply_aliases({"devices", "--hint", "latency", "-", "m"}),
              ElementsAre("devices", "--hint", "latency", "-", "m"));
}

TEST(ApplyAliasesTest, TouchesNothingAfterTheEndOfOptions) {
  EXPECT_THAT(apply_aliases({"--", "-hint"}), ElementsAre("--", "-hint"));
}

TEST(AliasesTest, LeadToLongOptionsOnly) {
  for (const Alias& alias : aliases()) {
    EXPECT_TRUE(alias.given.starts_with('-')) << alias.given;
    EXPECT_TRUE(alias.meant.starts_with("--")) << alias.given;
  }
}

bool is_glued_device(const std::string& word) {
  return word.starts_with("-d");
}

TEST(SingleDashWordTest, FindsAWordThatIsNoOption) {
  EXPECT_EQ(single_dash_word(std::vector<std::string>{"devices", "-dCPU", "-hnit=latency"}, is_glued_device),
            "-hnit=latency");
}

TEST(SingleDashWordTest, LeavesShortOptionsNumbersAndLongOptionsAlone) {
  EXPECT_EQ(
      single_dash_word(std::vector<std::string>{"-v", "-", "-1", "-0.5", "--hint", "--", "-word"}, is_glued_device),
      "");
}

}  // namespace
}  // namespace millrace::cli
