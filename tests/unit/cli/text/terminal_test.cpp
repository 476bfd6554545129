#include "cli/text/terminal.hpp"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

Environment environment_of(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) -> const char* {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : found->second.c_str();
  };
}

TEST(TerminalTest, HasColourAndProgressOnATerminal) {
  const Terminal terminal = terminal_of(true, true, environment_of({}));
  EXPECT_TRUE(terminal.colour);
  EXPECT_TRUE(terminal.progress);
}

TEST(TerminalTest, JudgesEachStreamByItself) {
  EXPECT_FALSE(terminal_of(false, true, environment_of({})).colour);
  EXPECT_TRUE(terminal_of(false, true, environment_of({})).progress);
  EXPECT_FALSE(terminal_of(true, false, environment_of({})).progress);
}

TEST(TerminalTest, HasNoColourWithNoColorWhateverItsValue) {
  EXPECT_FALSE(terminal_of(true, true, environment_of({{"NO_COLOR", ""}})).colour);
  EXPECT_TRUE(terminal_of(true, true, environment_of({{"NO_COLOR", "1"}})).progress);
}

TEST(TerminalTest, IsPlainUnderCiAndOnADumbTerminal) {
  for (const auto& plain : {environment_of({{"CI", "true"}}), environment_of({{"TERM", "dumb"}})}) {
    EXPECT_FALSE(terminal_of(true, true, plain).colour);
    EXPECT_FALSE(terminal_of(true, true, plain).progress);
  }
}

TEST(TerminalTest, MarksTextOnlyWithColour) {
  EXPECT_EQ(bold("a", {.colour = true}), "\x1b[1ma\x1b[0m");
  EXPECT_EQ(bold("a", {}), "a");
  EXPECT_EQ(dim("", {.colour = true}), "");
}

}  // namespace
}  // namespace millrace::cli
