// A Detector over small graphs that are cut at their heads: what it finds, and what it remembers of the comparison.

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/expect_same.hpp"
#include "fakes/headed_model.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/models/detector.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace fs = std::filesystem;

class DetectorCutTest : public ::testing::Test {
 protected:
  DetectorCutTest() { fs::create_directories(cache()); }

  std::string save(const HeadedModel& model) {
    ov::save_model(headed_model(model), dir_ / "model.xml", false);
    return dir_ / "model.xml";
  }
  std::string cache() const { return dir_ / "cache"; }
  DetectorOptions with_cache() const { return {.compile = {.precision = Precision::kF32, .cache_dir = cache()}}; }
  std::vector<fs::path> records() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(cache())) {
      if (entry.path().string().ends_with(".cut.json")) found.push_back(entry.path());
    }
    return found;
  }

  static Image picture(Size size = {64, 64}) {
    Image image(size);
    std::uint32_t state = 1;
    for (int y = 0; y < size.height; ++y) {
      for (int i = 0; i < 3 * size.width; ++i) {
        state = state * 1664525U + 1013904223U;
        image.view().row(y)[i] = static_cast<std::uint8_t>(state >> 24U);
      }
    }
    return image;
  }

  void expect_same_detections(const HeadedModel& model, Size size) {
    const std::string path = save(model);
    DetectorOptions options{.compile = {.precision = Precision::kF32}, .confidence = 0.05F, .max_detections = 5000};
    Detector cut(core_, path, options);
    EXPECT_EQ(cut.spec().graph.value, GraphForm::kCut) << cut.spec().graph.origin;
    options.cut_graph = false;
    Detector uncut(core_, path, options);
    const Image image = picture(size);
    const auto found = cut.detect(image.view());
    const auto wanted = uncut.detect(image.view());
    ASSERT_THAT(wanted, Not(IsEmpty()));
    expect_same(found, wanted, 0.01, 1e-4);
  }

  TempDir dir_;
  ov::Core core_;
};

TEST_F(DetectorCutTest, FindsInACutYolov5WhatTheUncutOneFinds) {
  expect_same_detections({.input = {96, 64}}, {96, 64});
}

TEST_F(DetectorCutTest, FindsInACutYolov8WhatTheUncutOneFinds) {
  expect_same_detections({.tail = HeadedTail::kYolov8}, {50, 64});
}

TEST_F(DetectorCutTest, FindsInACutYoloxWhatTheUncutOneFinds) {
  expect_same_detections({.tail = HeadedTail::kYolox}, {64, 40});
}

TEST_F(DetectorCutTest, RemembersThatBothAgreedOnThePicture) {
  const std::string path = save({});
  {
    Detector first(core_, path, with_cache());
    EXPECT_THAT(first.spec().graph.origin, HasSubstr("agrees with the uncut graph on noise"));
    EXPECT_THAT(records(), IsEmpty());
    EXPECT_THAT(first.check_cut(picture().view()), IsEmpty());
  }
  EXPECT_EQ(records().size(), 1U);
  const Detector second(core_, path, with_cache());
  EXPECT_EQ(second.spec().graph.value, GraphForm::kCut);
  EXPECT_THAT(second.spec().graph.origin, HasSubstr("in an earlier run"));
}

TEST_F(DetectorCutTest, ComparesAnotherModelAnew) {
  Detector(core_, save({}), with_cache()).check_cut(picture().view());
  const Detector other(core_, save({.classes = 3}), with_cache());
  EXPECT_THAT(other.spec().graph.origin, HasSubstr("on noise"));
}

TEST_F(DetectorCutTest, SaysThatNothingIsRememberedWithoutACache) {
  const Detector detector(core_, save({}));
  EXPECT_THAT(detector.spec().graph.origin, HasSubstr("compared in each run"));
}

TEST_F(DetectorCutTest, TakesTheUncutGraphWhenBothDisagree) {
  const std::string path = save({.is_random = true});
  const Detector first(core_, path, with_cache());
  EXPECT_EQ(first.spec().graph.value, GraphForm::kUncut);
  EXPECT_THAT(first.spec().graph.origin, HasSubstr("finds something else in noise"));
  EXPECT_EQ(first.compiled_model().outputs().size(), 1U);
  const Detector second(core_, path, with_cache());
  EXPECT_THAT(second.spec().graph.origin, HasSubstr("as was found in an earlier run"));
}

TEST_F(DetectorCutTest, TakesTheUncutGraphWhenTheFirstPictureShowsADifference) {
  const std::string path = save({.is_random_in_the_dark = true});
  Detector first(core_, path, with_cache());
  EXPECT_EQ(first.spec().graph.value, GraphForm::kCut) << first.spec().graph.origin;
  const Image dark({64, 64});
  EXPECT_THAT(first.check_cut(dark.view()), HasSubstr("finds something else in the first picture"));
  EXPECT_EQ(first.spec().graph.value, GraphForm::kUncut);
  EXPECT_EQ(first.compiled_model().outputs().size(), 1U);
  EXPECT_THAT(first.check_cut(dark.view()), IsEmpty());  // nothing is left to compare
  EXPECT_NO_THROW(first.detect(dark.view()));
  const Detector second(core_, path, with_cache());
  EXPECT_EQ(second.spec().graph.value, GraphForm::kUncut);
}

TEST_F(DetectorCutTest, TakesARecordThatMakesNoSenseForNone) {
  const std::string path = save({});
  Detector(core_, path, with_cache()).check_cut(picture().view());
  const std::vector<fs::path> kept = records();
  ASSERT_EQ(kept.size(), 1U);
  std::string changed;
  std::getline(std::ifstream(kept.front()), changed);
  changed.replace(changed.find("8.0"), 3, "9.0");
  for (const std::string& text : {changed, std::string(), std::string("[]"), std::string(R"({"schema":1})"),
                                  std::string(R"({"schema":1,"order":["a"]})")}) {
    std::ofstream(kept.front()) << text;
    const Detector detector(core_, path, with_cache());
    EXPECT_THAT(detector.spec().graph.origin, HasSubstr("on noise")) << text;
  }
}

TEST_F(DetectorCutTest, DecodesTheOutputsOfARequest) {
  Detector detector(core_, save({}), {.confidence = 0.01F});
  ov::CompiledModel compiled = detector.compiled_model();
  ov::InferRequest request = compiled.create_infer_request();
  const Letterbox fit = detector.prepare(picture().view(), request.get_input_tensor());
  request.infer();
  EXPECT_EQ(detector.decode(request, fit), detector.detect(picture().view()));
}

// OpenVINO's own key for a compiled model leaves f16 out.
TEST_F(DetectorCutTest, FindsInOnePrecisionWhatItFindsWithoutACacheOfAnother) {
  const std::string path = save({.tail = HeadedTail::kYolov8, .input = {96, 64}});
  const Image image = picture({96, 64});
  const auto scores = [&](Precision precision, const std::string& cache_dir) {
    Detector detector(core_, path,
                      {.compile = {.precision = precision, .cache_dir = cache_dir},
                       .confidence = 0.05F,
                       .input_type = PixelType::kU8,
                       .cut_graph = false});
    std::vector<float> found;
    for (const Detection& each : detector.detect(image.view())) found.push_back(each.score);
    return found;
  };
  const std::vector<float> wanted = scores(Precision::kF32, "");
  scores(Precision::kF16, cache());
  EXPECT_EQ(scores(Precision::kF32, cache()), wanted);
}

}  // namespace
}  // namespace millrace
