// What the program says of itself, word for word.
#include <string>

#include <gtest/gtest.h>

#include "golden.hpp"
#include "run_program.hpp"

namespace millrace {
namespace {

class HelpTextTest : public ::testing::TestWithParam<const char*> {};

TEST_P(HelpTextTest, IsWhatTheGoldenFileHolds) {
  const std::string command = GetParam();
  // The usual folder of the cache stands in the help.
  expect_golden("help_" + command, run_program({"help", command}, {"XDG_CACHE_HOME=/cache"}));
}

INSTANTIATE_TEST_SUITE_P(Commands, HelpTextTest, ::testing::Values("devices", "inspect", "detect", "bench", "soak"),
                         [](const auto& command) { return std::string(command.param); });

TEST(ProgramHelpTest, ListsTheCommands) {
  expect_golden("help", run_program({"--help"}));
}

}  // namespace
}  // namespace millrace
