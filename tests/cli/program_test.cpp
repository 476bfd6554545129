// The program's frame: help, version, mistakes, streams and exit codes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "run_program.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ProgramTest, ShowsItsVersionAndOpenVinos) {
  const ProgramResult result = run_program({"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("millrace "));
  EXPECT_THAT(result.out, HasSubstr("OpenVINO 20"));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(ProgramTest, ShowsHelpOnStandardOutputWhenAsked) {
  const ProgramResult result = run_program({"--help"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("devices"));
  EXPECT_THAT(result.out, HasSubstr("Examples:"));
}

TEST(ProgramTest, TakesHelpAsACommand) {
  EXPECT_EQ(run_program({"help", "detect"}).out, run_program({"detect", "--help"}).out);
  EXPECT_EQ(run_program({"help"}).out, run_program({"--help"}).out);
}

TEST(ProgramTest, NamesTheNearestOptionWithoutACommandToo) {
  const ProgramResult result = run_program({"--hlep"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("unknown option '--hlep'; did you mean '--help'?"));
}

TEST(ProgramTest, ShowsHelpOnStandardErrorWhenNothingWasSaid) {
  const ProgramResult result = run_program({});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("Usage: millrace"));
}

TEST(ProgramTest, NamesTheNearestCommand) {
  const ProgramResult result = run_program({"devcies"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("unknown command 'devcies'; did you mean 'devices'?"));
}

TEST(ProgramTest, KnowsTheCommandsOfOtherPrograms) {
  EXPECT_THAT(run_program({"predict"}).err, HasSubstr("unknown command 'predict'; did you mean 'detect'?"));
}

TEST(ProgramTest, SaysHowAnAssignmentIsWrittenHere) {
  const ProgramResult model = run_program({"detect", "model=best.onnx", "source=photos"});
  EXPECT_EQ(model.exit_code, 2);
  EXPECT_THAT(model.err, HasSubstr("'model=best.onnx' is not a file; write options as --model best.onnx"));
  EXPECT_THAT(run_program({"detect", "best.onnx", "conf_thres=0.4"}).err, HasSubstr("write options as --conf 0.4"));
}

TEST(ProgramTest, NamesTheNearestOption) {
  const ProgramResult result = run_program({"devices", "--devcie", "CPU"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("unknown option '--devcie'; did you mean '--device'?"));
  EXPECT_THAT(result.out, IsEmpty());
}

TEST(ProgramTest, NamesTheNearestOfBenchmarkAppsWords) {
  const ProgramResult result = run_program({"devices", "-hnit", "latency"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean '-hint'?"));
}

TEST(ProgramTest, TellsSurplusArgumentsFromUnknownOptions) {
  const ProgramResult result = run_program({"devices", "a.onnx", "b.onnx"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("one argument too many: 'b.onnx'"));
}

TEST(ProgramTest, NamesAnUnknownOptionAsItWasTyped) {
  const ProgramResult result = run_program({"devices", "-b", "4"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("-b, batch: not supported yet\n"));
}

TEST(ProgramTest, NamesAMissingArgumentByItsPlace) {
  const ProgramResult result = run_program({"detect"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("millrace detect: MODEL is missing\n"));
}

}  // namespace
}  // namespace millrace
