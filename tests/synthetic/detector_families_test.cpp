// A Detector over small graphs of the other families: what it hands to the model, and what it makes of the outputs.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/giving_model.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "millrace/models/detector.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kInputSide = 64;  // 8x8 + 4x4 + 2x2 = 84 cells

class DetectorFamiliesTest : public ::testing::Test {
 protected:
  using Info = std::vector<std::pair<std::string, std::string>>;

  /// Saves the model with two labels and what else model_info is to say.
  std::string save(const GivenOutput& output, const Info& model_info = {}, const std::string& labels = "cat dog",
                   const GivenModel& graph = {}) {
    const auto model = model_giving({output}, graph);
    if (!labels.empty()) model->set_rt_info(labels, "model_info", "labels");
    for (const auto& [key, value] : model_info) model->set_rt_info(value, "model_info", key);
    if (!task_.empty()) model->set_rt_info(task_, "framework", "task");
    ov::save_model(model, dir_ / "model.xml", false);
    return dir_ / "model.xml";
  }

  std::string refusal(const std::string& model, const DetectorOptions& options = {}) {
    try {
      Detector(core_, model, options);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kModel) << error.what();
      return error.what();
    }
    return "nothing was thrown";
  }

  std::vector<Detection> detect(const std::string& model, Size size = {kInputSide, kInputSide},
                                DetectorOptions options = {}) {
    options.compile.precision = Precision::kF32;
    Detector detector(core_, model, options);
    Image picture(size);
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x) {
        std::uint8_t* pixel = picture.view().row(y) + std::ptrdiff_t{3} * x;
        pixel[0] = 51;   // blue
        pixel[1] = 102;  // green
        pixel[2] = 204;  // red
      }
    }
    return detector.detect(picture.view());
  }

  TempDir dir_;
  ov::Core core_;
  std::string task_;
};

GivenOutput yolov8_output() {
  constexpr std::size_t kCells = 84;
  GivenOutput output({1, 6, kCells});
  const float first[] = {32, 32, 16, 8, 0.25F, 0.5F};  // cx, cy, w, h, cat, dog
  for (std::size_t channel = 0; channel < std::size(first); ++channel) output.values[channel * kCells] = first[channel];
  return output;
}

GivenOutput yolox_output() {
  GivenOutput output({1, 84, 7});
  output.values = std::vector<float>(output.values.size(), 0.0F);
  const float row[] = {0, 0, 0, 0, 0.5F, 0, 1};  // cell (0,0) of stride 8
  std::copy(std::begin(row), std::end(row), output.values.begin());
  return output;
}

GivenOutput end_to_end_output() {
  GivenOutput output({1, 10, 6});
  const float rows[] = {16, 24, 48, 40, 0.75F, 1, 16, 24, 48, 40, 0.5F, 1};
  std::copy(std::begin(rows), std::end(rows), output.values.begin());
  return output;
}

GivenOutput yolov7_output() {
  GivenOutput output({100, 7});
  const float rows[] = {0, 16, 24, 48, 40, 1, 0.75F, 0, 16, 24, 48, 40, 0, 0.5F};
  std::copy(std::begin(rows), std::end(rows), output.values.begin());
  return output;
}

GivenOutput ssd_output() {
  GivenOutput output({1, 1, 10, 7});
  const float rows[] = {0, 1, 0.5F, 0.25F, 0.25F, 0.75F, 0.5F, -1, 0, 0, 0, 0, 0, 0};
  std::copy(std::begin(rows), std::end(rows), output.values.begin());
  return output;
}

TEST_F(DetectorFamiliesTest, Yolov8sBoxesComeBackThroughTheLetterbox) {
  const auto found = detect(save(yolov8_output()), {128, 64});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].class_id, 1);
  EXPECT_FLOAT_EQ(found[0].score, 0.5F);
  EXPECT_EQ(found[0].box, (Box{48, 24, 80, 40}));  // halved, with 16 rows of padding above
}

TEST_F(DetectorFamiliesTest, YoloxsBoxesComeBackFromTheTopLeftCorner) {
  const auto found = detect(save(yolox_output()), {128, 64});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].box, (Box{0, 0, 8, 8}));  // (-4,-4,4,4) in the input, twice as large and clipped in the picture
}

TEST_F(DetectorFamiliesTest, RtdetrIsStretchedWhateverIsWrittenForAllModels) {
  GivenOutput output({1, 300, 6});
  std::ranges::copy(std::array{0.5F, 0.5F, 0.5F, 0.25F, 0.75F, 0.0F}, output.values.begin());
  const std::string model = save(output, {{"resize_type", "fit_to_window_letterbox"}}, "cat dog", {.parts = {4, 2}});
  const auto found = detect(model, {128, 64});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].box, (Box{32, 24, 96, 40}));
}

TEST_F(DetectorFamiliesTest, EndToEndBoxesAreNotSuppressed) {
  const auto found = detect(save(end_to_end_output()));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].box, (Box{16, 24, 48, 40}));
  EXPECT_EQ(found[0].class_id, 1);
}

TEST_F(DetectorFamiliesTest, AModelThatEndsWithItsOwnBoxesHasALimitOfItsOwn) {
  const Detector detector(core_, save(end_to_end_output()));
  EXPECT_EQ(detector.remark_on_limit(9), "");
  EXPECT_EQ(detector.remark_on_limit(10), "10 boxes, as many as this model can give; there may be more");
  EXPECT_EQ(Detector(core_, dir_ / "model.xml", {.max_detections = 10}).remark_on_limit(10),
            "10 boxes, the limit (--max-det) and as many as this model can give; there may be more");
  EXPECT_EQ(Detector(core_, save(yolov8_output())).remark_on_limit(84), "");
}

TEST_F(DetectorFamiliesTest, AnOpenNumberOfRowsMayHaveALimitToo) {
  const Detector detector(core_, save(yolov7_output(), {}, "cat dog", {.chooses_rows = true}));
  EXPECT_EQ(detector.remark_on_limit(99), "");
  EXPECT_EQ(detector.remark_on_limit(100), "100 boxes, as many as this model can give; there may be more");
}

TEST_F(DetectorFamiliesTest, SsdsBoxesComeBackFromAStretchedPicture) {
  const auto found = detect(save(ssd_output()), {128, 256});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].box, (Box{32, 64, 96, 128}));
}

TEST_F(DetectorFamiliesTest, AFamilyWithoutAClassCountTakesItFromTheLabels) {
  const std::string model = save(end_to_end_output());
  EXPECT_EQ(Detector(core_, model).spec().class_count, 2U);
}

TEST_F(DetectorFamiliesTest, ModelsWhoseOutputDoesNotCountItsClassesNeedNoNames) {
  const std::string model = save(end_to_end_output(), {}, "");
  const Detector detector(core_, model, {.classes = {1}});
  EXPECT_EQ(detector.spec().class_count, 0U);
  EXPECT_THAT(detector.labels(), IsEmpty());
  EXPECT_THAT(detector.spec().labels.origin, HasSubstr("--labels FILE"));
  EXPECT_EQ(detect(model).size(), 2U);
}

TEST_F(DetectorFamiliesTest, ModelsThatChooseBoxesIgnoreTheIou) {
  const std::string model = save(end_to_end_output(), {{"iou_threshold", "0.7"}});
  EXPECT_EQ(detect(model).size(), 2U);
  EXPECT_EQ(detect(model, {kInputSide, kInputSide}, {.iou = 0.1F}).size(), 2U);
  EXPECT_EQ(Detector(core_, model).spec().iou.origin, "the model chose its boxes itself");
}

TEST_F(DetectorFamiliesTest, RowsOfYolov7sEndToEndExportAreTakenAsTheyAre) {
  const auto found = detect(save(yolov7_output()), {128, 128});
  EXPECT_THAT(found, ElementsAre(Detection{{32, 48, 96, 80}, 0.75F, 1}, Detection{{32, 48, 96, 80}, 0.5F, 0}));
}

TEST_F(DetectorFamiliesTest, AnOpenNumberOfRowsIsSettledByEachPicture) {
  const std::string model = save(yolov7_output(), {{"labels", "cat dog"}}, "", {.chooses_rows = true});
  EXPECT_EQ(Detector(core_, model).spec().outputs.at(0).shape, "[?,7]");
  EXPECT_EQ(detect(model).size(), 2U);
  EXPECT_THAT(detect(save(GivenOutput({100, 7}), {}, "cat dog", {.chooses_rows = true})), IsEmpty());
}

TEST_F(DetectorFamiliesTest, ADecodedYoloxIsNotDecodedTwice) {
  GivenOutput output({1, 84, 7});
  const float row[] = {32, 32, 16, 8, 0.5F, 0, 1};
  std::copy(std::begin(row), std::end(row), output.values.begin());
  const auto found = detect(save(output, {}, "cat dog", {.has_exponential = true}));
  EXPECT_THAT(found, ElementsAre(Detection{{24, 28, 40, 36}, 0.5F, 1}));
}

TEST_F(DetectorFamiliesTest, HalfPrecisionInputsAndOutputsAreConverted) {
  const auto found = detect(save(yolov8_output(), {}, "cat dog", {.type = ov::element::f16}));
  EXPECT_THAT(found, ElementsAre(Detection{{24, 28, 40, 36}, 0.5F, 1}));
}

TEST_F(DetectorFamiliesTest, Yolov8SeesRedFirstFrom0To1) {
  GivenOutput output = yolov8_output();
  output.values[5 * 84] = 0;
  output.echo = 5 * 84;
  const auto found = detect(save(output));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].score, 204.0 / 255, 1e-4);
}

TEST_F(DetectorFamiliesTest, YoloxSeesBlueFirstFrom0To255) {
  GivenOutput output = yolox_output();
  output.values[4] = 0;
  output.echo = 4;
  output.echo_factor = 0.01F;
  const auto found = detect(save(output));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].score, 0.51, 1e-3);
}

TEST_F(DetectorFamiliesTest, TheModelsOwnPreprocessingWinsOverTheFamilys) {
  GivenOutput output = yolov8_output();
  output.values[5 * 84] = 0;
  output.echo = 5 * 84;
  output.channel = 1;  // green
  const auto found = detect(save(output, {{"mean_values", "0 2 0"}, {"scale_values", "1 200 1"}}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].score, 0.5, 1e-4);
}

TEST_F(DetectorFamiliesTest, TheModelsOwnResizeWinsOverTheFamilys) {
  const auto found = detect(save(yolov8_output(), {{"resize_type", "standard"}}), {128, 64});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].box, (Box{48, 28, 80, 36}));
}

TEST_F(DetectorFamiliesTest, TheModelsOwnThresholdsWinOverTheFamilysAndLoseAgainstTheUsers) {
  const std::string model = save(yolov8_output(), {{"confidence_threshold", "0.6"}, {"iou_threshold", "0.3"}});
  EXPECT_FLOAT_EQ(Detector(core_, model).confidence(), 0.6F);
  EXPECT_FLOAT_EQ(Detector(core_, model).iou(), 0.3F);
  const Detector given(core_, model, {.confidence = 0.1F, .iou = 0.9F});
  EXPECT_FLOAT_EQ(given.confidence(), 0.1F);
  EXPECT_FLOAT_EQ(given.iou(), 0.9F);
  EXPECT_EQ(given.spec().iou.origin, "given");
}

TEST_F(DetectorFamiliesTest, RefusesAThresholdThatCannotBeMeant) {
  const std::string model = save(yolov8_output(), {{"iou_threshold", "7"}});
  EXPECT_THAT(refusal(model), HasSubstr("rt_info/model_info/iou_threshold is '7'"));
}

TEST_F(DetectorFamiliesTest, AFileBesideTheModelWinsOverTheModelsOwnLabels) {
  const std::string model = save(yolov8_output());
  dir_.write("metadata.yaml", "names:\n  0: bird\n  1: traffic light\n");
  const Detector detector(core_, model);
  EXPECT_THAT(detector.labels(), ElementsAre("bird", "traffic light"));
  EXPECT_EQ(detector.spec().labels.origin, (dir_ / "metadata.yaml") + " (names)");
}

TEST_F(DetectorFamiliesTest, RefusesAnotherTaskWithTheSameShape) {
  task_ = "pose";
  EXPECT_THAT(refusal(save(yolov8_output())), HasSubstr("task 'pose'"));
}

TEST_F(DetectorFamiliesTest, TakesAnotherTaskWhenTheFamilyIsAskedFor) {
  task_ = "pose";
  EXPECT_EQ(Detector(core_, save(yolov8_output()), {.family = "yolov8"}).spec().family.value, "yolov8");
}

TEST_F(DetectorFamiliesTest, DoesNotTellThoseWithAFaceModelToInventLabels) {
  EXPECT_THAT(refusal(save(GivenOutput({1, 252, 16}))),
              HasSubstr("looks like a face model with landmarks, whose boxes have 16 numbers"));
}

TEST_F(DetectorFamiliesTest, DoubtsTheFamilyThatWasAskedForWhenLabelsDoNotFit) {
  EXPECT_THAT(refusal(save(yolov8_output()), {.family = "yolov5"}),
              AllOf(HasSubstr("has 79 classes"),
                    HasSubstr("it may not be of the family yolov5 that --family says; else give")));
}

TEST_F(DetectorFamiliesTest, RefusesAFamilyThatTheOutputDoesNotFit) {
  EXPECT_THAT(refusal(save(yolov8_output()), {.family = "yolox"}),
              HasSubstr("family 'yolox' wants [1,84,5 + classes]"));
}

}  // namespace
}  // namespace millrace
