// The program itself on real models and pictures: its JSON says what an independent decoder found. The sample model is
// always there; the others are part of the test data.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/run_program.hpp"
#include "fakes/build_paths.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/tuning/statistics.hpp"
#include "models/expect_detections.hpp"

namespace millrace {
namespace {

using nlohmann::json;

namespace fs = std::filesystem;

Detections found_detections(const json& line) {
  Detections detections;
  for (const json& each : line["detections"]) {
    detections.push_back({box_of(each["box"]), each["score"], each["class_id"]});
  }
  return detections;
}

/// How well two lists of detections agree that may differ in details.
class Agreement {
 public:
  /// Looks for a partner of each certain detection of either list: the same class, and an IoU over 0.5.
  void add(const Detections& found, const Detections& wanted) {
    match(certain(found), wanted);
    match(certain(wanted), found);
  }
  double matched() const { return static_cast<double>(matched_) / static_cast<double>(all_); }
  double median_box_error() const { return median(errors_); }

 private:
  void match(const Detections& detections, const Detections& others) {
    for (const Detection& each : detections) {
      ++all_;
      const auto overlap = [&](const Detection& other) {
        return other.class_id == each.class_id ? iou(each.box, other.box) : 0;
      };
      const auto best = std::ranges::max_element(others, {}, overlap);
      if (best == others.end() || overlap(*best) <= 0.5) continue;
      ++matched_;
      std::ranges::transform(sides(each.box), sides(best->box), std::back_inserter(errors_),
                             [](float a, float b) { return std::abs(a - b); });
    }
  }

  std::size_t all_ = 0;
  std::size_t matched_ = 0;
  std::vector<double> errors_;
};

struct Picture {
  std::string name;
  Detections found;
  Detections wanted;
};

/// A model, pictures, and what is to be found in each.
struct Case {
  fs::path model;
  fs::path pictures;
  fs::path expected;
  bool is_sample = false;
  bool may_saturate = false;  ///< in 8-bit sums of a CPU without VNNI, which a decoder of our own does not: then uncut
};

const Case kSample{.model = source_dir() / "models/sample/digits.xml",
                   .pictures = source_dir() / "models/sample/pictures",
                   .expected = source_dir() / "tests/models/golden/sample.json",
                   .is_sample = true};

Case test_data_case(const std::string& model, const std::string& name) {
  return {.model = test_data() / "models" / model,
          .pictures = test_data() / "images",
          .expected = test_data() / "expected" / (name + ".json")};
}

/// Picture -> what is to be found in it.
std::map<std::string, Detections> expected_of(const Case& tested) {
  const json file = json::parse(std::ifstream(tested.expected));
  std::map<std::string, Detections> expected;
  for (const auto& [name, rows] : (tested.is_sample ? file : file["images"]).items()) {
    expected[name] = tested.is_sample ? golden_detections(rows) : expected_detections(rows);
  }
  return expected;
}

/// What `millrace detect` writes for each picture, beside what is expected. `form` is "cut" or "uncut".
std::vector<Picture> detect_all(const Case& tested, const std::string& form) {
  const TempDir cache;
  std::vector<std::string> arguments{"detect",         tested.model, tested.pictures, "--precision", "f32",
                                     "--exact-decode", "--conf",     "0.25",          "--iou",       "0.45",
                                     "--max-det",      "300",        "--no-save",     "--json",      "-"};
  if (form == "uncut") arguments.emplace_back("--no-surgery");
  const ProgramResult result = run_program(arguments, {"XDG_CACHE_HOME=" + cache.path().string()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const bool must_be_cut = form == "cut" && !tested.may_saturate;
  EXPECT_TRUE(!must_be_cut || result.err.find("), cut (") != std::string::npos) << result.err;

  std::map<std::string, Detections> expected = expected_of(tested);
  std::vector<Picture> pictures;
  std::istringstream lines(result.out);
  for (std::string text; std::getline(lines, text);) {
    const json line = json::parse(text);
    const std::string name = fs::path(line["source"].get<std::string>()).filename();
    EXPECT_TRUE(expected.contains(name)) << name;
    pictures.push_back({name, found_detections(line), expected[name]});
    expected.erase(name);
  }
  EXPECT_TRUE(expected.empty()) << "missing: " << expected.begin()->first;
  return pictures;
}

class DetectExpectedModelTest : public ::testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(DetectExpectedModelTest, WritesWhatAnIndependentDecoderFound) {
  const auto& [model, form] = GetParam();
  const Case tested = model == "sample" ? kSample : test_data_case(model + ".onnx", model);
  if (!fs::exists(tested.model)) GTEST_SKIP() << "test data not found";
  for (const auto& [name, found, wanted] : detect_all(tested, form)) {
    SCOPED_TRACE(name);
    expect_same(certain(found), certain(wanted));
  }
}

INSTANTIATE_TEST_SUITE_P(Models, DetectExpectedModelTest,
                         ::testing::Combine(::testing::Values("sample", "yolov5n", "yolox_nano"),
                                            ::testing::Values("cut", "uncut")),
                         [](const auto& tested) {
                           return std::get<0>(tested.param) + "_" + std::get<1>(tested.param);
                         });

// CPUs differ in how they sum products of 8-bit numbers: one without VNNI saturates in between.
TEST(DetectExpectedTest, AnInt8ModelAgreesWithAnIndependentDecoder) {
  Case tested = test_data_case("yolov8n_int8_640/yolov8n.xml", "yolov8n_int8_640");
  tested.may_saturate = true;
  if (!fs::exists(tested.model)) GTEST_SKIP() << "test data not found";
  for (const char* form : {"cut", "uncut"}) {
    Agreement agreement;
    for (const auto& [name, found, wanted] : detect_all(tested, form)) agreement.add(found, wanted);
    EXPECT_GE(agreement.matched(), 0.97) << form;
    EXPECT_LE(agreement.median_box_error(), 0.5) << form;
  }
}

TEST(DetectExpectedTest, EndsWithOneAndAReportWhenInferencesTakeTooLong) {
  const Case large = test_data_case("yolov5n.onnx", "yolov5n");
  const Case& tested = fs::exists(large.model) ? large : kSample;
  // A real inference takes many times as long, that of the small sample model at least on one thread.
  const ProgramResult result = run_program({"detect", tested.model, tested.pictures, "--no-save", "--threads", "1",
                                            "--precision", "f32", "--stall-timeout", "1ms"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("millrace detect: the queue stalls"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace millrace
