#include "cli/stall_exit.hpp"

#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

TEST(StallExitTest, PrintsTheReportAndEndsWithOne) {
  const StallReport report{.quiet = Milliseconds(2000), .running = {{.slot = 1, .job = 7}}};
  EXPECT_EXIT(exit_on_stall("millrace detect")(report), testing::ExitedWithCode(1),
              "millrace detect: the queue stalls: nothing has completed for 2.0 s.*request 1 runs job 7");
}

}  // namespace
}  // namespace millrace::cli
