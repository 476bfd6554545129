// millrace bench from outside. How fast anything is, is never asked.

#include <cstdlib>
#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include "fakes/build_paths.hpp"
#include "fakes/pipe.hpp"
#include "fakes/standin.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/op/add.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/random_uniform.hpp"
#include "openvino/op/reduce_mean.hpp"
#include "run_program.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// A model of YOLOv5's shape that finds something else every time.
std::shared_ptr<ov::Model> random_model() {
  namespace op = ov::op;
  const auto input = std::make_shared<op::v0::Parameter>(ov::element::f32, ov::Shape{1, 3, 64, 64});
  const auto axes = op::v0::Constant::create(ov::element::i64, {4}, {0, 1, 2, 3});
  const auto mean = std::make_shared<op::v1::ReduceMean>(input, axes);  // so that the input counts for something
  const auto shape = op::v0::Constant::create(ov::element::i64, {3}, {1, 252, 6});
  const auto least = op::v0::Constant::create(ov::element::f32, {}, {0.0F});
  const auto most = op::v0::Constant::create(ov::element::f32, {}, {0.6F});  // with the mean added, still a score
  const auto random = std::make_shared<op::v8::RandomUniform>(shape, least, most, ov::element::f32);
  const auto output = std::make_shared<op::v1::Add>(random, mean);
  auto model = std::make_shared<ov::Model>(ov::OutputVector{output}, ov::ParameterVector{input}, "random");
  model->set_rt_info("{0: 'noise'}", "framework", "names");
  return model;
}

class BenchTest : public ::testing::Test {
 protected:
  ProgramResult bench(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "bench");
    for (const char* word : {"--no-cache", "--rounds", "6", "--time", "0.1"}) arguments.emplace_back(word);
    return run_program(arguments);
  }

  Standin standin_;
  TempDir dir_;
};

TEST_F(BenchTest, ShowsAllPatternsEqualDetectionsAVerdictAndWhatToTryNext) {
  const ProgramResult result = bench({standin_.model(), standin_.wide_picture(), standin_.tall_picture()});
  EXPECT_EQ(result.exit_code, 0);
  for (const char* line : {"\nsync +1 ", "\ntwo in turn +2 ", "\nqueue +[0-9]", "\nqueue ahead +[0-9]", "\nverdict ",
                           "\nnext ", "\ndetections +equal: [0-9]+ results"}) {
    EXPECT_THAT(result.out, ContainsRegex(line));
  }
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(BenchTest, SaysWhatWasCompiled) {
  const ProgramResult result =
      bench({standin_.model(), standin_.wide_picture(), "-d", "AUTO", "-hint", "latency", "--precision", "f32"});
  EXPECT_THAT(result.out, ContainsRegex("runs on +AUTO \\(CPU\\) in f32, hint latency, 1 stream, 1 request optimal"));
}

TEST_F(BenchTest, GivesTheQueueTheRequestsThatWereAskedForAndOneRowMore) {
  const ProgramResult result = bench({standin_.model(), standin_.wide_picture(), "-nireq", "5", "--json", "-"});
  const json patterns = json::parse(result.out)["patterns"];
  EXPECT_EQ(patterns[2]["requests"], 5);
  EXPECT_GT(patterns[3]["requests"], 5);
}

TEST_F(BenchTest, WritesJsonAndNothingElseToStandardOutput) {
  const ProgramResult result = bench({standin_.model(), standin_.folder(), "--json", "-"});
  EXPECT_EQ(result.exit_code, 0);
  const json report = json::parse(result.out);
  EXPECT_EQ(report["patterns"].size(), 4U);
  EXPECT_EQ(report["equal_detections"]["equal"], true);
  EXPECT_EQ(report["equal_detections"]["detections"], 2);
  EXPECT_EQ(report["rounds"], 6);
}

TEST_F(BenchTest, SaysHowManyPicturesItKept) {
  const ProgramResult result = bench({standin_.model(), standin_.folder(), "--pictures", "1"});
  EXPECT_THAT(result.out, HasSubstr("the first 1 in memory (1 more left out"));
}

TEST_F(BenchTest, ReportsABadPictureRunsWithTheOthersAndEndsWith1) {
  const std::string broken = dir_.write("broken.jpg", "no picture");
  const ProgramResult result = bench({standin_.model(), standin_.wide_picture(), broken});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("broken.jpg: "));
  EXPECT_THAT(result.out, HasSubstr("\nverdict "));
}

TEST_F(BenchTest, EndsWith1WhenNoPictureCanBeRead) {
  const ProgramResult result = bench({standin_.model(), dir_.write("broken.jpg", "no picture")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("none of the pictures could be read"));
}

TEST_F(BenchTest, EndsWith2ForAnOptionThatCannotBeMeant) {
  const ProgramResult rounds = bench({standin_.model(), standin_.folder(), "--pictures", "0"});
  EXPECT_EQ(rounds.exit_code, 2);
  EXPECT_THAT(rounds.err, HasSubstr("'0' is not a number from 1 to "));
  EXPECT_EQ(bench({standin_.model(), "nowhere", "--hint", "fast"}).exit_code, 2);
}

TEST_F(BenchTest, EndsWith3ForAModelOrDeviceThatCannotBeUsed) {
  EXPECT_EQ(bench({dir_ / "nothere.onnx", standin_.folder()}).exit_code, 3);
  EXPECT_EQ(bench({standin_.model(), standin_.folder(), "-d", "XPU"}).exit_code, 3);
}

TEST_F(BenchTest, SaysThatItsJsonCannotBeWrittenBeforeItReadsTheModel) {
  const ProgramResult result =
      run_program({"bench", "none.onnx", standin_.wide_picture(), "--json", "/proc/bench.json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/bench.json"));
}

TEST_F(BenchTest, EndsWith4WhenThereIsNoPicture) {
  const ProgramResult result = bench({standin_.model(), dir_.path().string()});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("holds no picture"));
}

TEST_F(BenchTest, EndsWith6AndNoTableWhenPatternsFindDifferentThings) {
  const std::string model = dir_ / "random.xml";
  ov::save_model(random_model(), model, false);
  const ProgramResult result = bench({model, standin_.wide_picture(), "--json", dir_ / "report.json"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_THAT(result.err, HasSubstr("wide.png: '"));
  EXPECT_THAT(result.out, Not(HasSubstr("verdict")));
  EXPECT_EQ(json::parse(dir_.read("report.json"))["equal_detections"]["equal"], false);
}

/// What a bench does that gets a signal while it waits for its second picture, and so certainly before the first round.
ProgramResult bench_with_signal(int signal, const Standin& standin, const TempDir& dir) {
  const std::string pipe = make_pipe(dir);
  StartedProgram program({program_path(), "bench", "--no-cache", standin.model(), standin.wide_picture(), pipe,
                          "--json", dir / "report.json"});
  const base::Descriptor silent = program.wait_for_reading(pipe);
  program.signal(signal);
  return program.wait();
}

TEST_F(BenchTest, EndsWith130AndAValidFileAfterCtrlC) {
  const ProgramResult result = bench_with_signal(SIGINT, standin_, dir_);
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_THAT(result.err, HasSubstr("stopped after 0 of 10 rounds"));
  EXPECT_EQ(json::parse(dir_.read("report.json"))["stopped"], true);
}

TEST_F(BenchTest, EndsWith143AfterSigterm) {
  EXPECT_EQ(bench_with_signal(SIGTERM, standin_, dir_).exit_code, 143);
}

}  // namespace
}  // namespace millrace
