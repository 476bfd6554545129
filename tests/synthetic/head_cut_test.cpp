// Which graphs are cut at their heads: small detectors, each with a decoding step of its own.

#include "models/head_cut.hpp"

#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/headed_model.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "models/detection_model.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class HeadCutTest : public ::testing::Test {
 protected:
  DetectionModel read(const HeadedModel& wanted, const DetectorOptions& options = {}) {
    ov::save_model(headed_model(wanted), dir_ / "model.xml", false);
    return read_detection_model(core_, dir_ / "model.xml", options);
  }
  std::string reason_to_leave_uncut(const HeadedModel& wanted, const DetectorOptions& options = {}) {
    const DetectionModel model = read(wanted, options);
    EXPECT_FALSE(model.cut);
    EXPECT_EQ(model.spec.graph.value, GraphForm::kUncut);
    return model.spec.graph.origin;
  }

  TempDir dir_;
  ov::Core core_;
};

struct CutCase {
  std::string name;
  HeadedModel model;
  std::string family;
};

std::ostream& operator<<(std::ostream& out, const CutCase& tested) {
  return out << tested.name;
}

class CutGraphTest : public HeadCutTest, public ::testing::WithParamInterface<CutCase> {};

TEST_P(CutGraphTest, IsRecognisedByItsStructure) {
  const DetectionModel model = read(GetParam().model);
  EXPECT_EQ(model.spec.family.value, GetParam().family);
  EXPECT_TRUE(model.cut) << model.spec.graph.origin;
}

INSTANTIATE_TEST_SUITE_P(
    DecodingSteps, CutGraphTest,
    ::testing::Values(
        CutCase{"yolov5_split", {.tail = HeadedTail::kYolov5Split}, "yolov5"},
        CutCase{"yolov5_slices", {.tail = HeadedTail::kYolov5Slices}, "yolov5"},
        CutCase{"yolov7", {.tail = HeadedTail::kYolov7}, "yolov5"},
        CutCase{"yolov5_p6", {.input = {128, 128}, .strides = {8, 16, 32, 64}}, "yolov5"},
        CutCase{"yolov5_rectangle", {.input = {96, 64}}, "yolov5"},
        CutCase{"yolov5_one_class", {.classes = 1}, "yolov5"},
        CutCase{"yolov8", {.tail = HeadedTail::kYolov8}, "yolov8"},
        CutCase{"yolov8_rectangle", {.tail = HeadedTail::kYolov8, .input = {64, 128}}, "yolov8"},
        CutCase{"yolov8_apart", {.tail = HeadedTail::kYolov8Apart}, "yolov8"},
        CutCase{"yolov8_quantised", {.tail = HeadedTail::kYolov8Quantised}, "yolov8"},
        CutCase{"yolov8_one_bin", {.tail = HeadedTail::kYolov8OneBin}, "yolov8"},
        CutCase{"yolov8_as_many_classes_as_bins", {.tail = HeadedTail::kYolov8Apart, .classes = 16}, "yolov8"},
        CutCase{"yolox", {.tail = HeadedTail::kYolox}, "yolox"},
        CutCase{"yolox_one_class", {.tail = HeadedTail::kYolox, .classes = 1}, "yolox"},
        CutCase{"yolox_four_classes", {.tail = HeadedTail::kYolox, .classes = 4}, "yolox"},
        CutCase{"yolox_decoded", {.tail = HeadedTail::kYoloxDecoded}, "yolox-decoded"}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(HeadCutTest, CutsADynamicGraphAtTheSizeThatItGets) {
  const DetectionModel model =
      read({.tail = HeadedTail::kYolox, .is_dynamic = true}, {.input_size = Size{.width = 96, .height = 64}});
  ASSERT_TRUE(model.cut) << model.spec.graph.origin;
  EXPECT_EQ(model.cut->heads.graph->output(0).get_shape(), (ov::Shape{1, 8, 12, 4}));
}

TEST_F(HeadCutTest, ReadsTheAnchorsFromTheDecodingStep) {
  const DetectionModel model = read({.tail = HeadedTail::kYolov7});
  ASSERT_TRUE(model.cut) << model.spec.graph.origin;
  const auto& anchors = model.cut->plan.anchors;
  ASSERT_EQ(anchors.size(), 3U);
  EXPECT_THAT(anchors[1], ElementsAre(vision::Anchor{16, 24}, vision::Anchor{32, 16}, vision::Anchor{48, 40}));
}

TEST_F(HeadCutTest, ReadsTheBinsOfAQuantisedModel) {
  const DetectionModel model = read({.tail = HeadedTail::kYolov8Quantised});
  ASSERT_TRUE(model.cut) << model.spec.graph.origin;
  const vision::DistanceBins& bins = model.cut->plan.bins;
  EXPECT_EQ(bins.levels, 256);
  EXPECT_FLOAT_EQ(bins.largest_weight, 0.9F);
  ASSERT_EQ(bins.values.size(), 4U);
  EXPECT_NEAR(bins.values[1], 1.02F, 0.01F);  // the device's own weights are whole numbers, too
  EXPECT_NEAR(bins.values[2], 2, 0.01F);
}

TEST_F(HeadCutTest, GivesTheHeadsWithTheirChannelsLast) {
  const DetectionModel model = read({.tail = HeadedTail::kYolov8, .input = {96, 64}});
  ASSERT_TRUE(model.cut) << model.spec.graph.origin;
  const auto& graph = *model.cut->heads.graph;
  ASSERT_EQ(graph.outputs().size(), 6U);
  EXPECT_EQ(graph.output(2).get_shape(), (ov::Shape{1, 4, 6, 16}));
  EXPECT_EQ(graph.output(3).get_shape(), (ov::Shape{1, 4, 6, 2}));
  EXPECT_EQ(model.spec.graph.origin, "3 heads of 16 + 2 channels");
}

TEST_F(HeadCutTest, LeavesAGraphThatDecodesInAnotherWay) {
  EXPECT_THAT(reason_to_leave_uncut({.tail = HeadedTail::kYolov5Exponential}), HasSubstr("decoded in another way"));
}

TEST_F(HeadCutTest, LeavesAGraphThatAltersLowScoresOnly) {
  EXPECT_THAT(reason_to_leave_uncut({.tail = HeadedTail::kYolov8Floored, .classes = 80}),
              HasSubstr("decoded in another way"));
}

TEST_F(HeadCutTest, LeavesAQuantisedGraphThatAltersTheScoresOfAFewCells) {
  EXPECT_THAT(reason_to_leave_uncut({.tail = HeadedTail::kYolov8Quantised, .input = {640, 640}, .damped_cells = 4}),
              HasSubstr("decoded in another way"));
}

TEST_F(HeadCutTest, CutsALargeQuantisedGraph) {
  const DetectionModel model = read({.tail = HeadedTail::kYolov8Quantised, .input = {640, 640}});
  EXPECT_TRUE(model.cut) << model.spec.graph.origin;
}

TEST_F(HeadCutTest, LeavesAGraphWhoseScoresAreNotSigmoids) {
  EXPECT_THAT(reason_to_leave_uncut({.tail = HeadedTail::kYoloxWithoutSigmoid}), HasSubstr("decoded in another way"));
}

TEST_F(HeadCutTest, LeavesAGraphWhoseOutputTakesMoreThanItsHeads) {
  EXPECT_THAT(reason_to_leave_uncut({.has_other_way = true}), HasSubstr("does not end in heads"));
}

TEST_F(HeadCutTest, LeavesAGraphThatIsToRunWhole) {
  EXPECT_EQ(reason_to_leave_uncut({}, {.cut_graph = false}), "asked for");
}

CutCandidate candidate_of(const DetectionModel& model) {
  return {.graph = model.graph,
          .input = model.spec.input_size.value,
          .strides = model.spec.strides,
          .class_count = model.spec.class_count,
          .family = model.family};
}

TEST_F(HeadCutTest, RefusesAPlanWithOtherBins) {
  const DetectionModel model = read({.tail = HeadedTail::kYolov8});
  HeadPlan plan = model.cut->plan;
  EXPECT_NO_THROW(cut_heads(candidate_of(model), plan));
  plan.bins.values.pop_back();
  EXPECT_THROW(cut_heads(candidate_of(model), plan), Error);
  plan.bins = {};
  EXPECT_THROW(cut_heads(candidate_of(model), plan), Error);
}

TEST_F(HeadCutTest, RefusesAPlanThatDoesNotFit) {
  const DetectionModel model = read({});
  const CutCandidate candidate = candidate_of(model);
  EXPECT_NO_THROW(cut_heads(candidate, model.cut->plan));
  EXPECT_THROW(cut_heads(candidate, {}), Error);
  HeadPlan plan = model.cut->plan;
  plan.order = {1};
  EXPECT_THROW(cut_heads(candidate, plan), Error);
  plan = model.cut->plan;
  plan.anchors[2].clear();
  EXPECT_THROW(cut_heads(candidate, plan), Error);
}

}  // namespace
}  // namespace millrace::models
