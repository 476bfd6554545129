// The words of the command line: options of other tools, numbers that cannot be meant, names that terminals would obey.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect_fixture.hpp"
#include "golden.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using WordsTest = DetectTest;

TEST_F(WordsTest, RefuseNegativeNumbersByTheNameThatWasTyped) {
  expect_golden("negative_streams", detect({wide(), "--no-save", "-nstreams", "-5"}));
  expect_golden("negative_threads", detect({wide(), "--no-save", "-nthreads", "-3"}));
}

TEST_F(WordsTest, TakeMinusOneStreamForAuto) {
  EXPECT_EQ(detect({wide(), "--no-save", "-nstreams", "-1"}).exit_code, 0);
  EXPECT_EQ(detect({wide(), "--no-save", "--streams", "AUTO"}).exit_code, 0);
}

TEST_F(WordsTest, SayOfOptionsOfOtherToolsThatTheyAreNotSupportedYet) {
  expect_golden("option_of_benchmark_app", detect({wide(), "--no-save", "-b", "4"}));
  expect_golden("option_of_yolov5", detect({wide(), "--no-save", "--half"}));
  expect_golden("option_of_bench", detect({wide(), "--no-save", "-t", "10"}));
}

TEST_F(WordsTest, TakeAShortOptionWithItsValueInOneWord) {
  const ProgramResult result = detect({wide(), "-dCPU", "-oout"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(std::filesystem::exists(dir_ / "out/wide.png"));
}

TEST_F(WordsTest, NameThePrecisionThatRunsUnderABatch) {
  const ProgramResult result = detect({wide(), "--no-save", "-d", "BATCH:CPU"});
  EXPECT_TRUE(any_line_has(result.err, {"runs on ", "CPU in f32, "})) << result.err;
}

TEST_F(WordsTest, ReachTheTerminalWithoutTheEscapeSequencesOfFileNames) {
  const ProgramResult result = shell(
      "name=$(printf 'n\\033[31mred\\n\\302\\2330m'); for end in xml bin; do ln -s \"${MODEL%xml}$end\" \"$name.$end\"; done\n"
      "ln -s \"$WIDE\" \"$name.png\"; printf 'lamp\\n' >\"$name.txt\"\n"
      "run() { \"$MILLRACE\" \"$@\" 2>&1; }\n"
      "run detect \"$name.xml\" \"$name.png\" --labels \"$name.txt\" -o \"out$name\" --csv \"$name.csv\"\n"
      "run detect \"$name.xml\" \"none$name\"\n"
      "run detect \"none$name\" \"$name.png\"\n"
      "run detect \"$name.xml\" \"$name.png\" \"--$name\"\n"
      "run detect \"$name.xml\" \"$name.png\" --no-save --coco r.json --coco-gt \"$name.txt\"\n"
      "run inspect \"$name.xml\"\n"
      "run bench \"$name.xml\" \"$name.png\" --time 0.1 --rounds 1 -d \"$name\"\n"
      "run bench \"$name.xml\" \"$name.png\" --time 0.1 --rounds 1\n"
      "run devices \"$name.xml\" -d CPU\n"
      "run soak --time 1 --json \"none$name/x\"\n"
      "run \"$name\"\n");
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.out, Not(HasSubstr("\xC2\x9B")));
  EXPECT_THAT(result.out, Not(HasSubstr("mred\n")));
  EXPECT_THAT(result.out, HasSubstr("n\\x1b[31mred\\n\\xc2\\x9b0m.png: 640x480, 1x lamp, "));
}

}  // namespace
}  // namespace millrace
