// The program itself on the real YOLOv5n and the real pictures: its JSON is expected/yolov5n.json.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/run_program.hpp"
#include "fakes/build_paths.hpp"
#include "fakes/temp_dir.hpp"

namespace millrace {
namespace {

using nlohmann::json;

namespace fs = std::filesystem;

// Across CPUs, as the data's README gives them.
constexpr double kBoxTolerance = 0.1;  // pixels
constexpr double kScoreTolerance = 1e-3;
constexpr double kThreshold = 0.25;
constexpr double kThresholdMargin = 0.002;  // a candidate this near to the threshold may be there or not

struct Row {
  std::vector<double> box;
  double score;
  int class_id;
};

bool is_certain(const Row& row) {
  return row.score > kThreshold + kThresholdMargin;
}

/// The rows in NMS order, best first, less those that may be missing.
std::vector<Row> certain(std::vector<Row> rows) {
  std::erase_if(rows, [](const Row& row) { return !is_certain(row); });
  return rows;
}

std::vector<Row> expected_rows(const json& picture) {
  std::vector<Row> rows;
  for (const json& row : picture) rows.push_back({{row[0], row[1], row[2], row[3]}, row[4], row[5]});
  return rows;
}

std::vector<Row> found_rows(const json& line) {
  std::vector<Row> rows;
  for (const json& found : line["detections"]) rows.push_back({found["box"], found["score"], found["class_id"]});
  return rows;
}

void expect_same(const std::vector<Row>& found, const std::vector<Row>& wanted) {
  ASSERT_EQ(found.size(), wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(found[i].class_id, wanted[i].class_id);
    EXPECT_NEAR(found[i].score, wanted[i].score, kScoreTolerance);
    for (std::size_t side = 0; side < 4; ++side) EXPECT_NEAR(found[i].box[side], wanted[i].box[side], kBoxTolerance);
  }
}

struct Case {
  const char* model;
  const char* expected;
};

class DetectExpectedModelTest : public ::testing::TestWithParam<Case> {};

TEST_P(DetectExpectedModelTest, WritesWhatAnIndependentDecoderFound) {
  const fs::path model = test_data() / "models" / GetParam().model;
  if (!fs::exists(model)) GTEST_SKIP() << "test data not found";
  const TempDir cache;
  const ProgramResult result =
      run_program({"detect", model, test_data() / "images", "--precision", "f32", "--exact-decode", "--no-surgery",
                   "--conf", "0.25", "--iou", "0.45", "--max-det", "300", "--no-save", "--json", "-"},
                  {"XDG_CACHE_HOME=" + cache.path().string()});
  ASSERT_EQ(result.exit_code, 0) << result.err;

  json expected = json::parse(std::ifstream(test_data() / "expected" / GetParam().expected))["images"];
  std::istringstream lines(result.out);
  for (std::string text; std::getline(lines, text);) {
    const json line = json::parse(text);
    const std::string name = fs::path(line["source"].get<std::string>()).filename();
    SCOPED_TRACE(name);
    ASSERT_TRUE(expected.contains(name));
    expect_same(certain(found_rows(line)), certain(expected_rows(expected[name])));
    expected.erase(name);
  }
  EXPECT_TRUE(expected.empty()) << "missing: " << expected;
}

INSTANTIATE_TEST_SUITE_P(Models, DetectExpectedModelTest,
                         ::testing::Values(Case{"yolov5n.onnx", "yolov5n.json"},
                                           Case{"yolox_nano.onnx", "yolox_nano.json"},
                                           Case{"yolov8n_int8_640/yolov8n.xml", "yolov8n_int8_640.json"}),
                         [](const auto& tested) { return fs::path(tested.param.expected).stem().string(); });

TEST(DetectExpectedTest, EndsWithOneAndAReportWhenInferencesTakeTooLong) {
  if (!fs::exists(test_data() / "models/yolov5n.onnx")) GTEST_SKIP() << "test data not found";
  // A real inference takes many times as long.
  const ProgramResult result =
      run_program({"detect", (test_data() / "models/yolov5n.onnx").string(), (test_data() / "images/bus.jpg").string(),
                   "--no-save", "--stall-timeout", "1ms"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("millrace detect: the queue stalls"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace millrace
