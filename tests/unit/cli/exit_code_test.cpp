#include "cli/exit_code.hpp"

#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

TEST(ExitCodeTest, TellsUsageFromUnusableThingsAndMissingInput) {
  EXPECT_EQ(exit_code_of(ErrorCode::kInvalidArgument), ExitCode::kUsage);
  EXPECT_EQ(exit_code_of(ErrorCode::kModel), ExitCode::kNotUsable);
  EXPECT_EQ(exit_code_of(ErrorCode::kDevice), ExitCode::kNotUsable);
  EXPECT_EQ(exit_code_of(ErrorCode::kIo), ExitCode::kFailed);
}

TEST(ExitCodeTest, FailsForABadPictureUnlessThoseAreSkippedAndOneWasGood) {
  EXPECT_EQ(exit_code_of({.good = 2, .bad = 0}, false), ExitCode::kOk);
  EXPECT_EQ(exit_code_of({.good = 2, .bad = 1}, false), ExitCode::kFailed);
  EXPECT_EQ(exit_code_of({.good = 2, .bad = 1}, true), ExitCode::kOk);
  EXPECT_EQ(exit_code_of({.good = 0, .bad = 1}, true), ExitCode::kFailed);
}

TEST(ExitCodeTest, FailsForALostResultOrAMissingSourceInAnyCase) {
  EXPECT_EQ(exit_code_of({.good = 2, .lost = 1}, true), ExitCode::kFailed);
  EXPECT_EQ(exit_code_of({.good = 2, .missing = 1}, true), ExitCode::kFailed);
}

TEST(ExitCodeTest, KeepsTheNumbersThatScriptsRelyOn) {
  EXPECT_EQ(static_cast<int>(ExitCode::kFailed), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::kUsage), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::kNotUsable), 3);
  EXPECT_EQ(static_cast<int>(ExitCode::kNoInput), 4);
  EXPECT_EQ(static_cast<int>(ExitCode::kMismatch), 6);
}

}  // namespace
}  // namespace millrace::cli
