#include "cli/soak/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/golden.hpp"
#include "sample_soak.hpp"

namespace millrace::cli {
namespace {

using ::testing::HasSubstr;

TEST(SoakTextTest, ShowsTheAccountAsASum) {
  EXPECT_THAT(soak_text(sample_soak()),
              HasSubstr("1000 submitted = 900 succeeded + 60 failed + 35 stopped + 5 dropped"));
}

TEST(SoakTextTest, ComparesTheThroughputWithThePlainLoop) {
  EXPECT_THAT(soak_text(sample_soak()), HasSubstr("985 inferences/s amid all that, 0.985x"));
}

TEST(SoakTextTest, CallsARunSoundWhenNothingIsWrong) {
  EXPECT_EQ(unsound_words(sample_soak()), "");
  EXPECT_THAT(soak_text(sample_soak()), HasSubstr("sound: every job ended once"));
}

TEST(SoakTextTest, NamesEverythingThatIsWrong) {
  tuning::SoakReport report = sample_soak();
  report.lost = 2;
  report.mismatched = 1;
  report.stalls = 1;
  report.finished = false;
  EXPECT_EQ(unsound_words(report), "2 lost, 1 with another job's result, 1 stall, producers hang");
  EXPECT_THAT(soak_text(report), HasSubstr("2 lost"));
}

TEST(SoakTextTest, SaysThatAnAccountDoesNotBalance) {
  tuning::SoakReport report = sample_soak();
  report.balanced = false;
  EXPECT_EQ(unsound_words(report), "the account does not balance");
}

TEST(SoakTextTest, IsWhatTheGoldenFileHolds) {
  expect_golden_text("unit/cli/soak/golden/sound.txt", soak_text(sample_soak()));
}

}  // namespace
}  // namespace millrace::cli
