// The real YOLOv5n and the real pictures: every detection of expected/yolov5n.json, nothing else.

#include "millrace/models/detector.hpp"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/build_paths.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/picture_reader.hpp"
#include "models/expect_detections.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class DetectorModelsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(test_data() / "models/yolov5n.onnx")) GTEST_SKIP() << "test data not found";
  }

  ov::Core core_;
};

TEST_F(DetectorModelsTest, FindsInEveryPictureWhatAnIndependentDecoderFound) {
  Detector detector(core_, test_data() / "models/yolov5n.onnx",
                    {.compile = {.hint = PerformanceHint::kLatency, .precision = Precision::kF32}});
  const json expected = json::parse(std::ifstream(test_data() / "expected/yolov5n.json"));
  ASSERT_FALSE(expected["images"].empty());
  for (const auto& [name, rows] : expected["images"].items()) {
    SCOPED_TRACE(name);
    const PictureOrReason picture = read_picture((test_data() / "images" / name).string());
    ASSERT_TRUE(picture.ok()) << picture.reason;
    expect_same(detector.detect(picture.picture.view()), expected_detections(rows));
  }
}

std::vector<Image> all_pictures() {
  std::vector<Image> pictures;
  for (const auto& file : std::filesystem::directory_iterator(test_data() / "images")) {
    PictureOrReason read = read_picture(file.path().string());
    EXPECT_TRUE(read.ok()) << read.reason;
    pictures.push_back(std::move(read.picture));
  }
  return pictures;
}

TEST_F(DetectorModelsTest, FindsTheSameWithEachNumberTypeOfItsInput) {
  const std::vector<Image> pictures = all_pictures();
  for (const char* model : {"yolov5n.onnx", "yolox_nano.onnx", "yolov8n_int8_640/yolov8n.xml"}) {
    const auto found_with = [&](PixelType type) {
      Detector detector(
          core_, test_data() / "models" / model,
          {.compile = {.hint = PerformanceHint::kLatency, .precision = Precision::kF32}, .input_type = type});
      std::vector<Detections> found;
      for (const Image& picture : pictures) found.push_back(detector.detect(picture.view()));
      return found;
    };
    const std::vector<Detections> wanted = found_with(PixelType::kU8);
    for (const PixelType type : {PixelType::kF32, PixelType::kBf16, PixelType::kF16}) {
      SCOPED_TRACE(std::string(model) + " " + to_string(type));
      const std::vector<Detections> found = found_with(type);
      for (std::size_t i = 0; i < pictures.size(); ++i) expect_same(found[i], wanted[i], 0.01, 1e-4);
    }
  }
}

TEST_F(DetectorModelsTest, TakesCocosNamesAndSaysSo) {
  const Detector detector(core_, test_data() / "models/yolov5n.onnx");
  EXPECT_EQ(detector.labels().size(), 80U);
  EXPECT_THAT(detector.spec().labels.origin, HasSubstr("COCO-80"));
}

TEST_F(DetectorModelsTest, KnowsYoloxAndItsPixels) {
  const ModelSpec spec = Detector(core_, test_data() / "models/yolox_nano.onnx").spec();
  EXPECT_EQ(spec.family.value, "yolox");
  EXPECT_EQ(spec.preprocessing.channels.value, ChannelOrder::kBgr);
  EXPECT_TRUE(spec.preprocessing.scale.value.empty());
  EXPECT_EQ(spec.preprocessing.fit.value, FitRule::kTopLeft);
}

TEST_F(DetectorModelsTest, KnowsYolov8AndWhatItsExporterWrote) {
  const Detector detector(core_, test_data() / "models/yolov8n_int8_640/yolov8n.xml");
  EXPECT_EQ(detector.spec().family.value, "yolov8");
  EXPECT_FLOAT_EQ(detector.iou(), 0.7F);
  EXPECT_EQ(detector.spec().iou.origin, "rt_info/model_info/iou_threshold");
  EXPECT_EQ(detector.labels().at(9), "traffic light");
}

}  // namespace
}  // namespace millrace
