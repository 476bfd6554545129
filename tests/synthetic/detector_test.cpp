// A Detector over graphs built here: small inputs, outputs that are known beforehand.

#include "millrace/models/detector.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/giving_model.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kSide = 64;
constexpr std::size_t kRows = 252;  // three rows for each of 8x8 + 4x4 + 2x2 cells
constexpr std::size_t kColumns = 7;

struct Row {
  float cx, cy, w, h, objectness, first_class, second_class;
};

// These rows, and zeros in all others. With `echo`, the mean of the input is added to the first row's objectness, so
// that a test sees what arrives there.
GivenOutput output_of(const std::vector<Row>& rows, bool echo) {
  GivenOutput output({1, kRows, kColumns});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    const float columns[] = {row.cx, row.cy, row.w, row.h, row.objectness, row.first_class, row.second_class};
    std::copy(std::begin(columns), std::end(columns),
              output.values.begin() + static_cast<std::ptrdiff_t>(i * kColumns));
  }
  if (echo) output.echo = 4;
  return output;
}

class DetectorTest : public ::testing::Test {
 protected:
  std::string save(const std::vector<Row>& rows, const ov::PartialShape& shape = {1, 3, kSide, kSide},
                   bool echo = false) {
    const auto model = model_giving({output_of(rows, echo)}, {.input = shape});
    if (!labels_.empty()) model->set_rt_info(labels_, "model_info", "labels");
    ov::save_model(model, dir_ / "model.xml", false);
    return dir_ / "model.xml";
  }

  std::string error_of(ErrorCode code, const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      return error.what();
    }
    return "nothing was thrown";
  }

  TempDir dir_;
  ov::Core core_;
  std::string labels_ = "cat hot_dog";
};

TEST_F(DetectorTest, GivesBoxesInThePicturesPixels) {
  // 128x64 is halved into 64x32 with 16 rows of padding above: (32,32) in the input is (64,32) in the picture.
  Detector detector(core_, save({{32, 32, 16, 8, 0.9F, 0.5F, 1.0F}}));
  const Image picture({128, 64});
  const auto found = detector.detect(picture.view());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].class_id, 1);
  EXPECT_NEAR(found[0].score, 0.9F, 1e-2);
  EXPECT_NEAR(found[0].box.x1, 48, 0.5);
  EXPECT_NEAR(found[0].box.y1, 24, 0.5);
  EXPECT_NEAR(found[0].box.x2, 80, 0.5);
  EXPECT_NEAR(found[0].box.y2, 40, 0.5);
}

TEST_F(DetectorTest, FeedsTheModelWithNumbersFromZeroToOne) {
  Detector detector(core_, save({{32, 32, 16, 8, 0.0F, 1.0F, 0.0F}}, {1, 3, kSide, kSide}, true),
                    {.compile = {.precision = Precision::kF32}});
  Image white({kSide, kSide});
  std::fill_n(white.view().data, kSide * kSide * 3, std::uint8_t{204});
  const auto found = detector.detect(white.view());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].score, 0.8F, 1e-3);
}

TEST_F(DetectorTest, WorksInStepsForAQueue) {
  const Detector detector(core_, save({{32, 32, 16, 8, 0.9F, 1.0F, 0.0F}}));
  ov::CompiledModel compiled = detector.compiled_model();
  ov::InferRequest request = compiled.create_infer_request();
  const Image picture({kSide, kSide});
  const Letterbox fit = detector.prepare(picture.view(), request.get_input_tensor());
  request.infer();
  EXPECT_EQ(detector.decode(request, fit).size(), 1U);
}

TEST_F(DetectorTest, KeepsWhatTheOptionsLetThrough) {
  const std::vector<Row> rows = {{16, 16, 8, 8, 0.9F, 1.0F, 0.0F}, {48, 48, 8, 8, 0.6F, 0.0F, 1.0F}};
  const std::string model = save(rows);
  const Image picture({kSide, kSide});
  EXPECT_EQ(Detector(core_, model).detect(picture.view()).size(), 2U);
  EXPECT_EQ(Detector(core_, model, {.confidence = 0.7F}).detect(picture.view()).size(), 1U);
  EXPECT_EQ(Detector(core_, model, {.max_detections = 1}).detect(picture.view()).size(), 1U);
  EXPECT_EQ(Detector(core_, model, {.classes = {1}}).detect(picture.view()).at(0).class_id, 1);
}

TEST_F(DetectorTest, RemarksThatAPictureHasAsManyBoxesAsAreKept) {
  const Detector detector(core_, save({}), {.max_detections = 2});
  EXPECT_EQ(detector.remark_on_limit(1), "");
  EXPECT_EQ(detector.remark_on_limit(2), "2 boxes, the limit (--max-det); there may be more");
}

TEST_F(DetectorTest, SaysWhatTheModelIsAndWhereItKnowsThatFrom) {
  const Detector detector(core_, save({}));
  const ModelSpec& spec = detector.spec();
  EXPECT_EQ(spec.family.value, "yolov5");
  EXPECT_THAT(spec.family.origin, HasSubstr("252 rows"));
  EXPECT_EQ(spec.input_size.value, (Size{kSide, kSide}));
  EXPECT_EQ(spec.class_count, 2U);
  EXPECT_THAT(detector.labels(), ElementsAre("cat", "hot dog"));
  EXPECT_EQ(spec.labels.origin, "rt_info/model_info/labels");
  EXPECT_THAT(detector.execution_devices(), ElementsAre("CPU"));
  EXPECT_FLOAT_EQ(detector.confidence(), 0.25F);
  EXPECT_FLOAT_EQ(detector.iou(), 0.45F);
  EXPECT_EQ(detector.max_detections(), 300U);
}

TEST_F(DetectorTest, ReportsThePrecisionThatReallyRuns) {
  const Detector detector(core_, save({}), {.compile = {.precision = Precision::kF32}});
  EXPECT_EQ(detector.precision(), "f32");
}

TEST_F(DetectorTest, GivesADynamicModelBatchOneAndTheSizeThatWasAskedFor) {
  const std::string model = save({}, {-1, 3, -1, -1});
  const Detector detector(core_, model, {.input_size = Size{kSide, kSide}});
  EXPECT_EQ(detector.spec().inputs.at(0).shape, "[?,3,?,?]");
  EXPECT_EQ(detector.spec().input_size.value, (Size{kSide, kSide}));
  EXPECT_EQ(detector.compiled_model().input().get_shape(), (ov::Shape{1, kSide, kSide, 3}));
}

TEST_F(DetectorTest, RoundsTheSizeThatWasAskedForUpToTheStride) {
  const Detector detector(core_, save({}, {-1, 3, -1, -1}), {.input_size = Size{kSide - 5, kSide}});
  EXPECT_EQ(detector.spec().input_size.value, (Size{kSide, kSide}));
  EXPECT_EQ(detector.spec().input_size.origin,
            "64,59 (height, width) was asked for, and is rounded up to multiples of the stride, 32");
}

TEST_F(DetectorTest, TakesASizeThatIsRoundedUpToTheFixedOne) {
  const Detector detector(core_, save({}), {.input_size = Size{kSide - 1, kSide - 1}});
  EXPECT_EQ(detector.spec().input_size.value, (Size{kSide, kSide}));
}

TEST_F(DetectorTest, TakesTheSideThatADynamicModelFixes) {
  const std::string model = save({}, {-1, 3, 96, -1});
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, model); }), HasSubstr("at input 640x96"));
}

TEST_F(DetectorTest, RefusesASizeThatAFixedModelDoesNotHave) {
  const std::string model = save({});
  EXPECT_THAT(error_of(ErrorCode::kInvalidArgument, [&] { Detector(core_, model, {.input_size = Size{96, 96}}); }),
              HasSubstr("cannot take 96x96"));
}

TEST_F(DetectorTest, RefusesAFixedBatchAndOtherChannels) {
  const std::string batch = save({}, {4, 3, kSide, kSide});
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, batch); }), HasSubstr("a fixed batch"));
  const std::string channels_last = save({}, {1, kSide, kSide, 3});
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, channels_last); }), HasSubstr("channels last"));
}

TEST_F(DetectorTest, RefusesAModelThatIsNoDetector) {
  // At 96x96 the 252 rows are no longer three a cell.
  const std::string model = save({}, {1, 3, 96, 96});
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, model); }), HasSubstr("wants [1,567,5 + classes]"));
}

TEST_F(DetectorTest, AsksForLabelsWhenTheModelHasNone) {
  labels_.clear();
  const std::string model = save({});
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, model); }), HasSubstr("--labels FILE"));
  EXPECT_THAT(Detector(core_, model, {.labels = dir_.write("names.txt", "a\nb\n")}).labels(), ElementsAre("a", "b"));
}

TEST_F(DetectorTest, RefusesFilesThatAreNoModels) {
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, dir_ / "none.onnx"); }), HasSubstr("no such file"));
  const std::string part = "only a part of one";
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, dir_.write("text.onnx", "not a model")); }),
              HasSubstr(part));
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, dir_.write("cut.onnx", "\x08\x0a\x12\x40")); }),
              HasSubstr(part));
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, dir_.write("cut.xml", "<net")); }), HasSubstr(part));
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, dir_.write("odd.xml", "<net></net>")); }),
              HasSubstr("<net version=...> is missing"));
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, dir_.write("empty.onnx", "")); }), HasSubstr("empty"));
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, dir_.write("best.pt", "PK")); }), HasSubstr("export"));
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, "absent.PT"); }), HasSubstr("model=absent.PT"));
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, "best.engine"); }), HasSubstr("TensorRT"));
  EXPECT_THAT(error_of(ErrorCode::kModel, [&] { Detector(core_, "https://example.org/best.onnx"); }),
              HasSubstr("curl -LO https://example.org/best.onnx"));
}

TEST_F(DetectorTest, TakesTheModelInsideAFolder) {
  const std::string model = save({});
  EXPECT_EQ(Detector(core_, dir_.path()).spec().path, model);
}

TEST_F(DetectorTest, RefusesAnUnknownDevice) {
  const std::string model = save({});
  EXPECT_THAT(error_of(ErrorCode::kDevice, [&] { Detector(core_, model, {.compile = {.device = "CPUU"}}); }),
              HasSubstr("did you mean 'CPU'?"));
}

TEST_F(DetectorTest, RefusesOptionsThatCannotBeMeant) {
  const std::string model = save({});
  const auto refused = [&](const DetectorOptions& options) {
    return error_of(ErrorCode::kInvalidArgument, [&] { Detector(core_, model, options); });
  };
  EXPECT_THAT(refused({.confidence = 1.5F}), HasSubstr("confidence"));
  EXPECT_THAT(refused({.iou = -0.1F}), HasSubstr("IoU"));
  EXPECT_THAT(refused({.max_detections = 0}), HasSubstr("at least 1"));
  EXPECT_THAT(refused({.classes = {2}}), HasSubstr("classes 0 to 1"));
  EXPECT_THAT(refused({.family = "yolov55"}), HasSubstr("did you mean 'yolov5'?"));
}

TEST_F(DetectorTest, RefusesTensorsOfAnotherModel) {
  const Detector detector(core_, save({}));
  const Image picture({kSide, kSide});
  EXPECT_THAT(error_of(ErrorCode::kInvalidInput,
                       [&] { detector.prepare(picture.view(), ov::Tensor(ov::element::u8, {1, 32, 32, 3})); }),
              HasSubstr("[1,64,64,3] was wanted"));
  EXPECT_THAT(error_of(ErrorCode::kInvalidInput,
                       [&] { detector.decode(std::array{ov::Tensor(ov::element::f32, {1, 2, 7})}, {}); }),
              HasSubstr("[1,252,7] was wanted"));
}

TEST_F(DetectorTest, RefusesWhatIsEmptyOrOfNoPicture) {
  Detector detector(core_, save({}));
  const Image picture({kSide, kSide});
  const ov::Tensor input(ov::element::u8, {1, kSide, kSide, 3});
  const std::array outputs{ov::Tensor(ov::element::f32, {1, 252, 7})};
  EXPECT_THAT(error_of(ErrorCode::kInvalidInput, [&] { detector.prepare(picture.view(), {}); }),
              HasSubstr("the input tensor is empty"));
  EXPECT_THAT(error_of(ErrorCode::kInvalidInput, [&] { detector.decode(std::array{ov::Tensor()}, {}); }),
              HasSubstr("the output tensor is empty"));
  EXPECT_THAT(error_of(ErrorCode::kInvalidArgument, [&] { detector.decode(outputs, {}); }),
              HasSubstr("give the one that prepare() returned"));
  EXPECT_THAT(error_of(ErrorCode::kInvalidArgument, [&] { detector.detect({}); }), HasSubstr("at least 1x1 is needed"));
  EXPECT_THAT(error_of(ErrorCode::kInvalidArgument,
                       [&] { detector.prepare({.data = nullptr, .width = 9, .height = 9, .stride = 27}, input); }),
              HasSubstr("without pixels"));
}

}  // namespace
}  // namespace millrace
