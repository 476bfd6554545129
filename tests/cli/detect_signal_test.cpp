// Ctrl-C, SIGTERM, SIGHUP and a reader that leaves, in the middle of a run. Pipes hold the program there: it cannot get past a
// pipe that nobody reads, or one that nobody writes.

#include <chrono>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "detect_fixture.hpp"
#include "fakes/pipe.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kMany = 2000;  // their lines are more than any pipe holds

class DetectSignalTest : public DetectTest {
 protected:
  /// kMany times the same picture.
  static std::vector<std::string> many(std::vector<std::string> options) {
    std::vector<std::string> arguments(kMany, wide());
    arguments.insert(arguments.end(), options.begin(), options.end());
    return arguments;
  }

  StartedProgram start(const std::vector<std::string>& arguments) const {
    return StartedProgram(words(arguments), dir_.path().string(), environment());
  }

  /// Signals the program once its first line has come through the pipe, then takes the rest.
  static std::string signal_after_first_line(StartedProgram& program, const std::string& pipe, int number) {
    std::ifstream lines(pipe);
    std::string first;
    std::getline(lines, first);
    program.signal(number);
    return first + "\n" + std::string{std::istreambuf_iterator<char>(lines), {}};
  }

  void expect_clean_stop(int number, int exit_code) const {
    const std::string pipe = make_pipe(dir_);
    StartedProgram program = start(many({"-o", "out", "--json", pipe, "--coco", "r.json", "--csv", "r.csv"}));
    const auto lines = lines_of(signal_after_first_line(program, pipe, number));
    const ProgramResult result = program.wait();
    EXPECT_EQ(result.exit_code, exit_code);
    EXPECT_EQ(program.killed_by(), 0);
    EXPECT_THAT(result.err, HasSubstr("stopped after " + std::to_string(lines.size()) + " of 2000 pictures"));
    EXPECT_THAT(result.err, HasSubstr("results in out"));
    EXPECT_LT(lines.size(), kMany);
    for (const std::string& line : lines) EXPECT_TRUE(json::accept(line)) << line;
    EXPECT_EQ(json::parse(dir_.read("r.json")).size(), lines.size());
    EXPECT_EQ(lines_of(dir_.read("r.csv")).size(), lines.size() + 1);
  }
};

TEST_F(DetectSignalTest, CtrlCStopsCleanlyWithValidFiles) {
  expect_clean_stop(SIGINT, 130);
}

TEST_F(DetectSignalTest, TerminationStopsCleanlyWithValidFiles) {
  expect_clean_stop(SIGTERM, 143);
}

TEST_F(DetectSignalTest, AHangUpStopsCleanlyWithValidFiles) {
  expect_clean_stop(SIGHUP, 129);
}

TEST_F(DetectSignalTest, ASecondSignalEndsAProgramThatHangs) {
  const std::string pipe = make_pipe(dir_);
  StartedProgram program = start(many({"--no-save", "--json", pipe}));
  const int reader = open(pipe.c_str(), O_RDONLY);  // it never reads: the program waits once the pipe is full
  while (!program.has_ended()) {                    // two that come at once may count as one
    program.signal(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  close(reader);
  EXPECT_EQ(program.killed_by(), SIGINT);
}

TEST_F(DetectSignalTest, AReaderThatLeavesEndsTheRunQuietlyWithValidFiles) {
  std::string pictures;
  for (std::size_t i = 0; i < kMany; ++i) pictures += " \"$WIDE\"";
  const ProgramResult result = shell("{ \"$MILLRACE\" detect \"$MODEL\"" + pictures +
                                     " --no-save --json - --coco r.json; echo $? >exit_code; } | head -n 1");
  EXPECT_EQ(lines_of(result.out).size(), 1U);
  EXPECT_TRUE(json::accept(result.out));
  EXPECT_EQ(dir_.read("exit_code"), "141\n") << "SIGPIPE, as a shell says it";
  EXPECT_THAT(result.err, Not(HasSubstr("Broken pipe")));
  const json found = json::parse(dir_.read("r.json"));
  EXPECT_GT(found.size(), 0U);
  EXPECT_LT(found.size(), kMany);
}

TEST_F(DetectSignalTest, AReaderThatLeavesIsAnErrorWhereThatSignalIsIgnored) {
  std::string pictures;
  for (std::size_t i = 0; i < kMany; ++i) pictures += " \"$WIDE\"";
  const ProgramResult result = shell("trap '' PIPE; { \"$MILLRACE\" detect \"$MODEL\"" + pictures +
                                     " --no-save; echo $? >exit_code; } | head -n 1");
  EXPECT_EQ(dir_.read("exit_code"), "1\n");
  EXPECT_THAT(result.err, HasSubstr("Broken pipe"));
}

}  // namespace
}  // namespace millrace
