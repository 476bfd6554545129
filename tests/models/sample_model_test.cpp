// The model in models/sample/, which every user's first command runs.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/build_paths.hpp"
#include "millrace/io/picture_reader.hpp"
#include "millrace/models/detector.hpp"
#include "models/expect_detections.hpp"
#include "openvino/runtime/core.hpp"
#include "openvino/runtime/properties.hpp"
#include "vision/yolov5.hpp"

namespace millrace {
namespace {

using nlohmann::json;

namespace fs = std::filesystem;

const fs::path kSample = source_dir() / "models/sample";

class SampleModelTest : public testing::Test {
 protected:
  Detector detector(DetectorOptions options = {}) {
    options.compile.hint = PerformanceHint::kLatency;
    options.compile.precision = Precision::kF32;
    return {core_, kSample / "digits.xml", options};
  }

  static Image picture(const fs::path& file) {
    PictureOrReason read = read_picture(file.string());
    EXPECT_TRUE(read.ok()) << file << ": " << read.reason;
    return std::move(read.picture);
  }

  ov::Core core_;
};

TEST_F(SampleModelTest, FindsInTheSamplePicturesWhatTheGoldenFileHolds) {
  Detector detector = this->detector();
  const json golden = json::parse(std::ifstream(source_dir() / "tests/models/golden/sample.json"));
  ASSERT_EQ(golden.size(), 10U);
  for (const auto& [name, rows] : golden.items()) {
    SCOPED_TRACE(name);
    const Detections found = detector.detect(picture(kSample / "pictures" / name).view());
    expect_same(certain(found), certain(golden_detections(rows)));
  }
}

TEST_F(SampleModelTest, FindsNothingInTheEmptyPicture) {
  EXPECT_TRUE(detector().detect(picture(kSample / "pictures/empty.jpg").view()).empty());
}

TEST_F(SampleModelTest, NamesItsDigitsItself) {
  const Detector detector = this->detector();
  EXPECT_EQ(detector.labels().size(), 10U);
  for (std::size_t digit = 0; digit < 10; ++digit) EXPECT_EQ(detector.labels()[digit], std::to_string(digit));
}

TEST_F(SampleModelTest, IsSmall) {
  constexpr std::uintmax_t kMost = 4'000'000;
  EXPECT_LE(fs::file_size(kSample / "digits.xml") + fs::file_size(kSample / "digits.bin"), kMost);
}

TEST_F(SampleModelTest, HasTheInputAndOutputOfAnExport) {
  const auto model = core_.read_model((kSample / "digits.xml").string());
  EXPECT_EQ(model->input().get_partial_shape(), (ov::PartialShape{-1, 3, 320, 320}));
  EXPECT_TRUE(model->input().get_names().contains("images"));
  EXPECT_TRUE(model->output().get_names().contains("output0"));
  EXPECT_EQ(model->output().get_partial_shape(), (ov::PartialShape{-1, 6300, 15}));
  EXPECT_TRUE(model->has_rt_info({"framework", "names"}));
  EXPECT_TRUE(model->has_rt_info({"framework", "stride"}));
  EXPECT_TRUE(model->has_rt_info({"framework", "task"}));
}

constexpr std::size_t kSide = 320;
constexpr std::size_t kValues = 3 * kSide * kSide;

/// The letterboxed picture as the file's own input wants it: RGB planes, 0 to 1.
void write_planes(const Detector& detector, const Image& picture, float* planes) {
  const ov::Tensor letterboxed(ov::element::u8, {1, kSide, kSide, 3});
  detector.prepare(picture.view(), letterboxed);
  const auto* bgr = letterboxed.data<const std::uint8_t>();
  for (std::size_t pixel = 0; pixel < kSide * kSide; ++pixel) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      planes[channel * kSide * kSide + pixel] = static_cast<float>(bgr[3 * pixel + 2 - channel]) / 255.0F;
    }
  }
}

/// The detections of each picture of the batch, in the model's pixels.
std::vector<Detections> detect_batch(ov::InferRequest& request, const ov::Tensor& batch) {
  request.set_input_tensor(batch);
  request.infer();
  const ov::Tensor output = request.get_output_tensor();
  const ov::Shape& shape = output.get_shape();
  std::vector<Detections> found;
  for (std::size_t i = 0; i < shape[0]; ++i) {
    const float* rows = output.data<const float>() + i * shape[1] * shape[2];
    const std::size_t one[] = {shape[1], shape[2]};
    found.push_back(vision::decode_yolov5({rows, one}, {}));
  }
  return found;
}

TEST_F(SampleModelTest, DetectsInABatchWhatItDetectsInEachPictureAlone) {
  const Detector detector = this->detector({.input_type = PixelType::kU8});
  const std::vector<std::string> names{"square.jpg", "wide.jpg", "crowded.jpg"};
  ov::Tensor batch(ov::element::f32, {names.size(), 3, kSide, kSide});
  float* planes = batch.data<float>();
  for (std::size_t i = 0; i < names.size(); ++i) {
    write_planes(detector, picture(kSample / "pictures" / names[i]), planes + i * kValues);
  }
  ov::CompiledModel model =
      core_.compile_model((kSample / "digits.xml").string(), "CPU", ov::hint::inference_precision(ov::element::f32));
  ov::InferRequest request = model.create_infer_request();
  const auto together = detect_batch(request, batch);
  ASSERT_EQ(together.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    SCOPED_TRACE(names[i]);
    const auto alone = detect_batch(request, {ov::element::f32, {1, 3, kSide, kSide}, planes + i * kValues}).front();
    ASSERT_FALSE(alone.empty());
    expect_same(together[i], alone);
  }
}

}  // namespace
}  // namespace millrace
