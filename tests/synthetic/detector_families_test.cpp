// A Detector over small graphs of the other families: what it hands to the model, and what it makes of the outputs.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "millrace/models/detector.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/op/add.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/multiply.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/reduce_mean.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kInputSide = 64;  // 8x8 + 4x4 + 2x2 = 84 cells
constexpr std::size_t kNoEcho = 1'000'000;

/// A model's output: zeros but for what a test writes. The value at `echo` is the mean of one channel of the input.
struct Output {
  explicit Output(const ov::Shape& wanted) : shape(wanted), values(ov::shape_size(shape), 0.0F) {}

  ov::Shape shape;
  std::vector<float> values;
  std::size_t echo = kNoEcho;
  std::size_t channel = 0;
};

std::shared_ptr<ov::Model> model_giving(const Output& output) {
  using ov::op::v0::Constant;
  const auto input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, 3, kInputSide, kInputSide});
  std::vector<float> channel_mask(3, 0.0F);
  channel_mask[output.channel] = 3.0F;  // the mean over three channels divides by three
  const auto channel =
      std::make_shared<ov::op::v1::Multiply>(input, Constant::create(ov::element::f32, {1, 3, 1, 1}, channel_mask));
  const auto mean =
      std::make_shared<ov::op::v1::ReduceMean>(channel, Constant::create(ov::element::i64, {4}, {0, 1, 2, 3}), false);
  std::vector<float> mask(output.values.size(), 0.0F);
  if (output.echo < mask.size()) mask[output.echo] = 1.0F;
  const auto echoed =
      std::make_shared<ov::op::v1::Multiply>(mean, Constant::create(ov::element::f32, output.shape, mask));
  const auto sum =
      std::make_shared<ov::op::v1::Add>(echoed, Constant::create(ov::element::f32, output.shape, output.values));
  return std::make_shared<ov::Model>(ov::OutputVector{sum}, ov::ParameterVector{input});
}

class DetectorFamiliesTest : public ::testing::Test {
 protected:
  using Info = std::vector<std::pair<std::string, std::string>>;

  /// Saves the model with two labels and what else model_info is to say.
  std::string save(const Output& output, const Info& model_info = {}, const std::string& labels = "cat dog") {
    const auto model = model_giving(output);
    if (!labels.empty()) model->set_rt_info(labels, "model_info", "labels");
    for (const auto& [key, value] : model_info) model->set_rt_info(value, "model_info", key);
    if (!task_.empty()) model->set_rt_info(task_, "framework", "task");
    ov::save_model(model, dir_ / "model.xml", false);
    return dir_ / "model.xml";
  }

  std::string refusal(const std::string& model, DetectorOptions options = {}) {
    try {
      Detector(core_, model, std::move(options));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kModel) << error.what();
      return error.what();
    }
    return "nothing was thrown";
  }

  std::vector<Detection> detect(const std::string& model, Size size = {kInputSide, kInputSide}) {
    Detector detector(core_, model, {.compile = {.precision = Precision::kF32}});
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

Output yolov8_output() {
  constexpr std::size_t kCells = 84;
  Output output({1, 6, kCells});
  const float first[] = {32, 32, 16, 8, 0.25F, 0.5F};  // cx, cy, w, h, cat, dog
  for (std::size_t channel = 0; channel < std::size(first); ++channel) output.values[channel * kCells] = first[channel];
  return output;
}

Output yolox_output() {
  Output output({1, 84, 7});
  output.values = std::vector<float>(output.values.size(), 0.0F);
  const float row[] = {0, 0, 0, 0, 0.5F, 0, 1};  // cell (0,0) of stride 8
  std::copy(std::begin(row), std::end(row), output.values.begin());
  return output;
}

Output end_to_end_output() {
  Output output({1, 10, 6});
  const float rows[] = {16, 24, 48, 40, 0.75F, 1, 16, 24, 48, 40, 0.5F, 1};
  std::copy(std::begin(rows), std::end(rows), output.values.begin());
  return output;
}

Output ssd_output() {
  Output output({1, 1, 10, 7});
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

TEST_F(DetectorFamiliesTest, SsdsBoxesComeBackFromAStretchedPicture) {
  const auto found = detect(save(ssd_output()), {128, 256});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].box, (Box{32, 64, 96, 128}));
}

TEST_F(DetectorFamiliesTest, AFamilyWithoutAClassCountTakesItFromTheLabels) {
  const std::string model = save(end_to_end_output());
  EXPECT_EQ(Detector(core_, model).spec().class_count, 2U);
  EXPECT_THAT(refusal(save(end_to_end_output(), {}, "")), HasSubstr("--labels FILE"));
}

TEST_F(DetectorFamiliesTest, Yolov8SeesRedFirstFrom0To1) {
  Output output = yolov8_output();
  output.values[5 * 84] = 0;
  output.echo = 5 * 84;
  const auto found = detect(save(output));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].score, 204.0 / 255, 1e-4);
}

TEST_F(DetectorFamiliesTest, YoloxSeesBlueFirstFrom0To255) {
  Output output = yolox_output();
  output.values[4] = 0;
  output.echo = 4;
  const auto found = detect(save(output));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].score, 51, 1e-3);
}

TEST_F(DetectorFamiliesTest, TheModelsOwnPreprocessingWinsOverTheFamilys) {
  Output output = yolov8_output();
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

TEST_F(DetectorFamiliesTest, RefusesAFamilyThatTheOutputDoesNotFit) {
  EXPECT_THAT(refusal(save(yolov8_output()), {.family = "yolox"}),
              HasSubstr("family 'yolox' wants [1,84,5 + classes]"));
}

}  // namespace
}  // namespace millrace
