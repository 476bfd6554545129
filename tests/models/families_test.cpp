// Every model family through the program itself: small graphs that give the boxes a test wants.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <ostream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "cli/run_program.hpp"
#include "fakes/giving_model.hpp"
#include "fakes/golden.hpp"
#include "fakes/temp_dir.hpp"
#include "models/expect_detections.hpp"
#include "models/family_rules.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

/// A model, and what its family makes of a picture.
struct FamilyCase {
  std::string name;
  std::function<std::vector<GivenOutput>(InputSize)> outputs;
  WayBack (*way_back)(InputSize) = exact_padding;
  bool drops_overlap = true;  ///< an IoU of 0.54 is too much
  InputSize size = {};
  std::string family = {};  ///< --family
  GivenModel graph = {};
  int first_class = 0;
};

std::ostream& operator<<(std::ostream& out, const FamilyCase& tested) {
  return out << tested.name;
}

std::vector<GivenOutput> with_old_heads(InputSize size) {
  std::vector<GivenOutput> outputs{yolov5_rows(size, {8, 16, 32})};
  for (const std::size_t stride : {8U, 16U, 32U}) {
    outputs.emplace_back(ov::Shape{1, 3, static_cast<std::size_t>(size.height) / stride,
                                   static_cast<std::size_t>(size.width) / stride, 7});
  }
  return outputs;
}

std::vector<FamilyCase> family_cases() {
  const std::vector<int> usual{8, 16, 32};
  return {
      {.name = "yolov5", .outputs = [=](InputSize size) { return std::vector{yolov5_rows(size, usual)}; }},
      {.name = "yolov5_old_export", .outputs = with_old_heads},
      {.name = "yolov5_p2", .outputs = [](InputSize size) { return std::vector{yolov5_rows(size, {4, 8, 16, 32})}; }},
      {.name = "yolov5_p6",
       .outputs = [](InputSize size) { return std::vector{yolov5_rows(size, {8, 16, 32, 64})}; },
       .size = {.width = 192, .height = 128}},
      {.name = "yolov5_rare_strides",
       .outputs = [](InputSize size) { return std::vector{yolov5_rows(size, {16, 32, 64})}; },
       .size = {.width = 192, .height = 128},
       .family = "yolov5"},
      {.name = "yolov8",
       .outputs = [=](InputSize size) { return std::vector{yolov8_columns(size, usual)}; },
       .way_back = rounded_padding,
       .drops_overlap = false},
      {.name = "yolov8_p6",
       .outputs = [](InputSize size) { return std::vector{yolov8_columns(size, {8, 16, 32, 64})}; },
       .way_back = rounded_padding,
       .drops_overlap = false,
       .size = {.width = 128, .height = 128}},
      {.name = "yolox",
       .outputs = [=](InputSize size) { return std::vector{yolox_rows(size, usual)}; },
       .way_back = no_padding},
      {.name = "yolox_decoded",
       .outputs = [=](InputSize size) { return std::vector{yolov5_rows(size, usual, 1)}; },
       .way_back = no_padding,
       .graph = {.has_exponential = true}},
      {.name = "end2end",
       .outputs = [](InputSize) { return std::vector{end_to_end_rows()}; },
       .way_back = rounded_padding,
       .drops_overlap = false},
      {.name = "yolov7_end2end",
       .outputs = [](InputSize) { return std::vector{yolov7_rows()}; },
       .drops_overlap = false},
      {.name = "yolov7_end2end_of_open_length",
       .outputs = [](InputSize) { return std::vector{yolov7_rows()}; },
       .drops_overlap = false,
       .graph = {.chooses_rows = true}},
      {.name = "ssd",
       .outputs = [](InputSize size) { return std::vector{ssd_rows(size)}; },
       .way_back = stretched,
       .drops_overlap = false,
       .first_class = 1},
      {.name = "rtdetr",
       .outputs = [](InputSize size) { return std::vector{rtdetr_rows(size, false)}; },
       .way_back = stretched,
       .drops_overlap = false,
       .graph = {.parts = {4, 2}}},
      {.name = "rtdetr_end2end",
       .outputs = [](InputSize size) { return std::vector{rtdetr_rows(size, true)}; },
       .way_back = stretched,
       .drops_overlap = false,
       .graph = {.parts = {4, 1, 1}}},
  };
}

/// One model and pictures in a folder of their own.
class FamiliesTest : public ::testing::Test {
 protected:
  FamiliesTest() { write_picture("picture.png", 200); }

  void write_picture(const std::string& name, int grey, cv::Size size = {kPictureWidth, kPictureHeight}) const {
    cv::imwrite(dir_ / name, cv::Mat(size, CV_8UC3, cv::Scalar(grey, grey, grey)));
  }

  void save(const std::vector<GivenOutput>& outputs, const GivenModel& graph,
            const std::string& labels = "cat dog") const {
    const auto model = model_giving(outputs, graph);
    if (!labels.empty()) model->set_rt_info(labels, "model_info", "labels");
    ov::save_model(model, dir_ / "model.xml", false);
  }

  /// `millrace detect model.xml ARGUMENTS...` in that folder.
  ProgramResult detect(const std::string& arguments) const {
    return run_shell("\"$MILLRACE\" detect model.xml --precision f32 --no-save " + arguments, dir_.path().string(),
                     {"XDG_CACHE_HOME=" + (dir_ / "cache")});
  }

  /// What it finds in picture.png.
  Detections found(const std::string& arguments = {}) {
    result_ = detect("picture.png --json - " + arguments);
    EXPECT_EQ(result_.exit_code, 0) << result_.err;
    const json line = json::parse(result_.out, nullptr, false);
    Detections detections;
    for (const json& each : line.value("detections", json::array())) {
      detections.push_back({box_of(each["box"]), each["score"], each["class_id"]});
      names_.push_back(each["class"]);
    }
    return detections;
  }

  /// The lines about the model, which do not depend on the machine.
  std::string said_of_the_model() const {
    std::istringstream lines(result_.err);
    std::string said;
    for (std::string line; std::getline(lines, line);) {
      if (std::regex_search(line, std::regex("^(model|input|labels|limits) "))) said += line + "\n";
    }
    return said;
  }

  TempDir dir_;
  ProgramResult result_;
  std::vector<std::string> names_;
};

class EveryFamilyTest : public FamiliesTest, public ::testing::WithParamInterface<FamilyCase> {};

TEST_P(EveryFamilyTest, FindsWhatItsRuleSays) {
  const FamilyCase& tested = GetParam();
  GivenModel graph = tested.graph;
  graph.input = {1, 3, tested.size.height, tested.size.width};
  save(tested.outputs(tested.size), graph);
  const Detections detections = found(tested.family.empty() ? "" : "--family " + tested.family);
  Detections wanted = expected(tested.size, tested.way_back, tested.drops_overlap);
  std::vector<std::string> names;
  for (Detection& detection : wanted) {
    names.emplace_back(detection.class_id == 0 ? "cat" : "dog");
    detection.class_id += tested.first_class;
  }
  expect_same(detections, wanted);
  EXPECT_EQ(names_, names);
  expect_golden_text("models/golden/" + tested.name + ".txt", said_of_the_model());
}

INSTANTIATE_TEST_SUITE_P(Families, EveryFamilyTest, ::testing::ValuesIn(family_cases()),
                         [](const auto& tested) { return tested.param.name; });

TEST_F(FamiliesTest, GiveTheSameBoxUprightAndFlat) {
  for (const InputSize size : {InputSize{160, 96}, InputSize{96, 160}}) {
    for (const bool is_yolox : {false, true}) {
      save({is_yolox ? yolox_rows(size, {8, 16, 32}) : yolov5_rows(size, {8, 16, 32})},
           {.input = {1, 3, size.height, size.width}});
      expect_same(found(), expected(size, is_yolox ? no_padding : exact_padding, true));
    }
  }
}

TEST_F(FamiliesTest, TakeInputsOf1280Pixels) {
  const InputSize size{1280, 1280};
  save({yolov8_columns(size, {8, 16, 32})}, {.input = {1, 3, size.height, size.width}});
  expect_same(found(), expected(size, rounded_padding, false));
}

TEST_F(FamiliesTest, TakeDynamicDimensions) {
  const InputSize size{96, 64};
  save({yolov5_rows(size, {8, 16, 32})}, {.input = {-1, 3, -1, -1}});
  expect_same(found("--imgsz 64,96"), expected(size, exact_padding, true));
}

TEST_F(FamiliesTest, TakeHalfPrecision) {
  const InputSize size{96, 64};
  save({end_to_end_rows()}, {.input = {1, 3, size.height, size.width}, .type = ov::element::f16});
  expect_same(found(), expected(size, rounded_padding, false));
}

TEST_F(FamiliesTest, NeedNoNamesWhereTheOutputDoesNotCountClasses) {
  save({end_to_end_rows()}, {.input = {1, 3, 64, 96}}, "");
  EXPECT_EQ(found().size(), 3U);
  EXPECT_THAT(names_, ::testing::ElementsAre("class 0", "class 0", "class 1"));
  EXPECT_THAT(result_.err,
              HasSubstr("labels     class 0, class 1, ... (it carries no names; give names with --labels"));
}

TEST_F(FamiliesTest, SayInTheFirstLineThatAClassWasNeverTrained) {
  GivenOutput output({1, 378, 6});
  for (std::size_t i = 5; i < output.values.size(); i += 6) output.values[i] = 0.5F;
  std::ranges::copy(std::array{30.0F, 20.0F, 20.0F, 16.0F, 0.9F}, output.values.begin());
  save({output}, {.input = {1, 3, 64, 96}}, "cat");
  const Detections detections = found();
  ASSERT_EQ(detections.size(), 1U);
  EXPECT_NEAR(detections[0].score, 0.9, 1e-4);
  expect_golden_text("models/golden/untrained_class.txt", said_of_the_model());
}

TEST_F(FamiliesTest, EndWithThreeAtAFirstPictureWithImpossibleScores) {
  std::vector<float> row(16, 20.0F);
  row[4] = 0.9F;
  GivenOutput output({1, 378, 16});
  for (std::size_t i = 0; i < output.values.size(); ++i) output.values[i] = row[i % row.size()];
  save({output}, {.input = {1, 3, 64, 96}}, "");
  dir_.write("names.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n");
  const ProgramResult result = detect("picture.png --labels names.txt --json -");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("it looks like a face model with landmarks, whose boxes have 16 numbers"));
}

TEST_F(FamiliesTest, CallALaterPictureWithImpossibleScoresBad) {
  GivenOutput output = yolov8_columns({96, 64}, {8, 16, 32});
  output.echo = 4 * output.shape[2];  // the first object's score, whose class is the first
  output.echo_factor = 40;
  save({output}, {.input = {1, 3, 64, 96}});
  const cv::Size without_padding{96, 64};
  write_picture("0.png", 0, without_padding);
  write_picture("1.png", 255, without_padding);
  write_picture("2.png", 0, without_padding);
  const ProgramResult result = detect("0.png 1.png 2.png --json found.jsonl");
  EXPECT_EQ(result.exit_code, 1);
  std::istringstream lines(dir_.read("found.jsonl"));
  std::vector<json> pictures;
  for (std::string line; std::getline(lines, line);) pictures.push_back(json::parse(line));
  ASSERT_EQ(pictures.size(), 3U);
  EXPECT_TRUE(pictures[0].contains("detections"));
  EXPECT_THAT(pictures[1].value("error", ""), HasSubstr("the model gave a score of "));
  EXPECT_TRUE(pictures[2].contains("detections"));
}

}  // namespace
}  // namespace millrace
