// The options of `millrace detect`: aliases, limits, labels, and what a mistyped one is told.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "detect_fixture.hpp"
#include "fakes/build_paths.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DetectOptionsTest : public DetectTest {
 protected:
  std::size_t detections(const std::vector<std::string>& options) const {
    std::vector<std::string> arguments = {wide(), "--no-save", "--json", "-"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const ProgramResult result = detect(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.exit_code == 0 ? json::parse(result.out)["detections"].size() : 0;
  }

  /// What is said about a command line that cannot be meant: exit code 2, and nothing on standard output.
  std::string refusal(const std::vector<std::string>& arguments) const {
    const ProgramResult result = detect(arguments);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_EQ(result.out, "");
    return result.err;
  }
};

TEST_F(DetectOptionsTest, TakesTheWordsOfBenchmarkApp) {
  const ProgramResult result =
      StartedProgram({program_path(), "detect", "-m", model(), "-i", wide(), "-d", "CPU", "-hint", "latency", "-nireq",
                      "3", "-infer_precision", "f32", "-cdir", dir_ / "cdir", "--hint-requests", "2", "--no-save"})
          .wait();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("CPU in f32, 3 requests"));
  EXPECT_FALSE(std::filesystem::is_empty(dir_ / "cdir"));
}

TEST_F(DetectOptionsTest, SaysThatTheModelCameFromTheCache) {
  EXPECT_THAT(detect({wide(), "--no-save"}).err, Not(HasSubstr("from the model cache")));
  EXPECT_THAT(detect({wide(), "--no-save"}).err, HasSubstr("from the model cache"));
  EXPECT_THAT(detect({wide(), "--no-save", "--no-cache"}).err, Not(HasSubstr("from the model cache")));
}

TEST_F(DetectOptionsTest, RunsWithoutACacheWhereItsUsualPlaceCannotBeWritten) {
  const std::string in_the_way = dir_.write("file", "");
  const ProgramResult result =
      StartedProgram(words({wide(), "--no-save"}), dir_.path().string(), {"XDG_CACHE_HOME=" + in_the_way}).wait();
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST_F(DetectOptionsTest, EndsWithOneWhenTheCacheThatWasAskedForCannotBeWritten) {
  const ProgramResult result = detect({wide(), "--no-save", "--cache-dir", dir_.write("file", "")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("file: folder cannot be created"), HasSubstr("choose another place")));
}

TEST_F(DetectOptionsTest, KeepsScoresAboveTheThresholdOnly) {
  EXPECT_EQ(detections({"--conf", "0.99"}), 1U);
  EXPECT_EQ(detections({"--conf", "1"}), 0U);
}

TEST_F(DetectOptionsTest, ShowsTheLimitsThatHold) {
  EXPECT_THAT(detect({wide(), "--no-save", "--conf", "0.5", "--iou", "0.6", "--max-det", "7"}).err,
              HasSubstr("score > 0.5, IoU <= 0.6, at most 7 boxes"));
}

TEST_F(DetectOptionsTest, KeepsTheClassesThatWereAskedFor) {
  EXPECT_EQ(detections({"--classes", "0"}), 1U);
  EXPECT_THAT(refusal({wide(), "--classes", "1"}), HasSubstr("class 1 was asked for, but"));
}

TEST_F(DetectOptionsTest, TakesClassesByName) {
  EXPECT_EQ(detections({"--classes", "bright block"}), 1U);
  EXPECT_THAT(refusal({wide(), "--classes", "bright blok"}), HasSubstr("did you mean 'bright block'?"));
}

TEST_F(DetectOptionsTest, KnowsAPictureAfterTheClasses) {
  EXPECT_EQ(detect({"--classes", "0", wide(), "--no-save"}).exit_code, 0);
  EXPECT_EQ(detect({"--no-save", "--classes", "0", "--", wide()}).exit_code, 0);
}

TEST_F(DetectOptionsTest, TakesANumberAfterTheSizeForAPictureIfThereIsOne) {
  std::filesystem::copy(wide(), dir_ / "64");
  EXPECT_EQ(detect({"--no-save", "--imgsz", "64", "64"}).exit_code, 0);
  std::filesystem::remove(dir_ / "64");
  EXPECT_THAT(refusal({"--no-save", "--imgsz", "64", "64"}), HasSubstr("SOURCE is missing"));
}

TEST_F(DetectOptionsTest, SaysWhichNumbersItWants) {
  EXPECT_THAT(refusal({wide(), "--conf", "abc"}), HasSubstr("--conf: 'abc' is not a number from 0 to 1"));
  EXPECT_THAT(refusal({wide(), "--iou", "1.5"}), HasSubstr("--iou: '1.5' is not a number from 0 to 1"));
  EXPECT_THAT(refusal({wide(), "--max-det", "-1"}), HasSubstr("--max-det: '-1' is not a number from 1"));
  EXPECT_THAT(refusal({wide(), "-nireq", "0"}), HasSubstr("-nireq: '0' is not a number from 1"));
  EXPECT_THAT(refusal({wide(), "--streams", "-5"}), HasSubstr("--streams: '-5' is not a number from 1"));
  EXPECT_THAT(refusal({wide(), "--threads", "-1"}), HasSubstr("--threads: '-1' is not a number from 1"));
}

TEST_F(DetectOptionsTest, TakesLabelsFromAFile) {
  dir_.write("names.txt", "lamp\n");
  EXPECT_THAT(detect({wide(), "--no-save", "--labels", "names.txt"}).out, HasSubstr("1x lamp"));
}

TEST_F(DetectOptionsTest, RefusesLabelsThatDoNotFitOrAreNotThere) {
  dir_.write("two.txt", "a\nb\n");
  EXPECT_THAT(refusal({wide(), "--labels", "two.txt"}), AllOf(HasSubstr("has 2 names"), HasSubstr("has 1 class")));
  EXPECT_THAT(refusal({wide(), "--labels", "none.txt"}),
              HasSubstr("labels file none.txt: it cannot be opened: No such file"));
}

TEST_F(DetectOptionsTest, NamesTheNearestOption) {
  EXPECT_THAT(refusal({wide(), "--presicion", "f32"}), HasSubstr("did you mean '--precision'?"));
  EXPECT_THAT(refusal({wide(), "-nirq", "2"}), HasSubstr("did you mean '-nireq'?"));
  EXPECT_THAT(refusal({wide(), "--hint", "latncy"}), HasSubstr("did you mean 'latency'?"));
}

TEST_F(DetectOptionsTest, RefusesASecondModelByName) {
  EXPECT_THAT(refusal({wide(), "-m", "other.onnx"}),
              AllOf(HasSubstr("two models were given"), HasSubstr("standin.xml and other.onnx")));
}

TEST_F(DetectOptionsTest, WantsAValueForEachOutput) {
  for (const char* option : {"--json", "--coco", "--csv", "-o", "--name"}) {
    EXPECT_THAT(refusal({wide(), option, "--no-save"}), HasSubstr("'--no-save' looks like an option")) << option;
    EXPECT_THAT(refusal({wide(), option, ""}), HasSubstr("the path is empty")) << option;
  }
}

TEST_F(DetectOptionsTest, ExplainsItselfWithThreeExamples) {
  const std::string help = run_program({"detect", "--help"}).out;
  EXPECT_THAT(help, HasSubstr("Examples:"));
  std::size_t examples = 0;
  for (const std::string& line : lines_of(help)) examples += line.find("  millrace detect ") != std::string::npos;
  EXPECT_EQ(examples, 3U);
}

}  // namespace
}  // namespace millrace
