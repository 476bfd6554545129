// The program itself on real models and pictures: its JSON says what an independent decoder found.

#include <algorithm>
#include <cmath>
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

double area(const std::vector<double>& box) {
  return (box[2] - box[0]) * (box[3] - box[1]);
}

double iou(const std::vector<double>& a, const std::vector<double>& b) {
  const double width = std::min(a[2], b[2]) - std::max(a[0], b[0]);
  const double height = std::min(a[3], b[3]) - std::max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  return width * height / (area(a) + area(b) - width * height);
}

/// How well two lists of detections agree that may differ in details.
class Agreement {
 public:
  /// Looks for a partner of each certain row of either list: the same class, and an IoU over 0.5.
  void add(const std::vector<Row>& found, const std::vector<Row>& wanted) {
    match(certain(found), wanted);
    match(certain(wanted), found);
  }
  double matched() const { return static_cast<double>(matched_) / static_cast<double>(rows_); }
  double median_box_error() {
    const auto middle = errors_.begin() + static_cast<std::ptrdiff_t>(errors_.size() / 2);
    std::ranges::nth_element(errors_, middle);
    return *middle;
  }

 private:
  void match(const std::vector<Row>& rows, const std::vector<Row>& others) {
    for (const Row& row : rows) {
      ++rows_;
      const auto fits = [&](const Row& other) { return other.class_id == row.class_id ? iou(row.box, other.box) : 0; };
      const auto best = std::ranges::max_element(others, {}, fits);
      if (best == others.end() || fits(*best) <= 0.5) continue;
      ++matched_;
      for (std::size_t side = 0; side < 4; ++side) errors_.push_back(std::abs(row.box[side] - best->box[side]));
    }
  }

  std::size_t rows_ = 0;
  std::size_t matched_ = 0;
  std::vector<double> errors_;
};

struct Picture {
  std::string name;
  std::vector<Row> found;
  std::vector<Row> wanted;
};

/// What `millrace detect` writes for each real picture, beside what is expected of it.
std::vector<Picture> detect_all(const fs::path& model, const char* expected_file) {
  const TempDir cache;
  const ProgramResult result =
      run_program({"detect", model, test_data() / "images", "--precision", "f32", "--exact-decode", "--no-surgery",
                   "--conf", "0.25", "--iou", "0.45", "--max-det", "300", "--no-save", "--json", "-"},
                  {"XDG_CACHE_HOME=" + cache.path().string()});
  EXPECT_EQ(result.exit_code, 0) << result.err;

  json expected = json::parse(std::ifstream(test_data() / "expected" / expected_file))["images"];
  std::vector<Picture> pictures;
  std::istringstream lines(result.out);
  for (std::string text; std::getline(lines, text);) {
    const json line = json::parse(text);
    const std::string name = fs::path(line["source"].get<std::string>()).filename();
    EXPECT_TRUE(expected.contains(name)) << name;
    pictures.push_back({name, found_rows(line), expected_rows(expected[name])});
    expected.erase(name);
  }
  EXPECT_TRUE(expected.empty()) << "missing: " << expected;
  return pictures;
}

class DetectExpectedModelTest : public ::testing::TestWithParam<std::string> {};

TEST_P(DetectExpectedModelTest, WritesWhatAnIndependentDecoderFound) {
  const fs::path model = test_data() / "models" / (GetParam() + ".onnx");
  if (!fs::exists(model)) GTEST_SKIP() << "test data not found";
  for (const auto& [name, found, wanted] : detect_all(model, (GetParam() + ".json").c_str())) {
    SCOPED_TRACE(name);
    expect_same(certain(found), certain(wanted));
  }
}

INSTANTIATE_TEST_SUITE_P(Models, DetectExpectedModelTest, ::testing::Values("yolov5n", "yolox_nano"),
                         [](const auto& tested) { return tested.param; });

// CPUs differ in how they sum products of 8-bit numbers: one without VNNI saturates in between.
TEST(DetectExpectedTest, AnInt8ModelAgreesWithAnIndependentDecoder) {
  const fs::path model = test_data() / "models/yolov8n_int8_640/yolov8n.xml";
  if (!fs::exists(model)) GTEST_SKIP() << "test data not found";
  Agreement agreement;
  for (const auto& [name, found, wanted] : detect_all(model, "yolov8n_int8_640.json")) agreement.add(found, wanted);
  EXPECT_GE(agreement.matched(), 0.97);
  EXPECT_LE(agreement.median_box_error(), 0.5);
}

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
