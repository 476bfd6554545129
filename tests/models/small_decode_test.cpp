// The real YOLOv5n on JPEGs that are decoded smaller than they are, beside the same decoded in full by OpenCV.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "evaluation/agreement.hpp"
#include "fakes/build_paths.hpp"
#include "millrace/io/picture_reader.hpp"
#include "millrace/models/detector.hpp"
#include "unit/io/camera_pictures.hpp"

namespace millrace {
namespace {

/// A kind of JPEG.
struct Kind {
  const char* name;
  std::vector<int> options;
  std::uint8_t orientation = 1;
  bool is_grey = false;
};

const std::vector<Kind> kKinds{{"baseline", {}},
                               {"progressive", {cv::IMWRITE_JPEG_PROGRESSIVE, 1}},
                               {"turned", {}, 6},
                               {"restarts", {cv::IMWRITE_JPEG_RST_INTERVAL, 4}},
                               {"grey", {}, 1, true}};

constexpr float kThreshold = 0.25F;
// Scores differ by 0.01 to 0.03 on average, so that objects that are hardly found come and go.
constexpr float kSure = 0.35F;

/// The detections of one way that are sure, and how many of them the other way finds, at a score above the threshold.
evaluation::MatchCount sure_ones(const std::vector<Detection>& one, const std::vector<Detection>& other) {
  std::vector<Detection> sure;
  std::ranges::copy_if(one, std::back_inserter(sure), [](const Detection& found) { return found.score > kSure; });
  evaluation::Agreement agreement;
  agreement.add("", other, sure);
  return agreement.count();
}

class SmallDecodeTest : public ::testing::TestWithParam<double> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(test_data() / "models/yolov5n.onnx")) GTEST_SKIP() << "test data not found";
    detector_.emplace(core_, test_data() / "models/yolov5n.onnx",
                      DetectorOptions{.compile = {.precision = Precision::kF32}, .confidence = kThreshold});
    request_ = ov::CompiledModel(detector_->compiled_model()).create_infer_request();
  }

  std::vector<Detection> found(ImageView picture, Size full_size) {
    const Letterbox fit = detector_->prepare(picture, request_.get_input_tensor(), full_size);
    request_.infer();
    return detector_->decode(request_, fit);
  }

  ov::Core core_;
  std::optional<Detector> detector_;
  ov::InferRequest request_;
};

Bytes jpeg_of(const cv::Mat& pixels, const Kind& kind) {
  cv::Mat shown = pixels;
  if (kind.is_grey) cv::cvtColor(pixels, shown, cv::COLOR_BGR2GRAY);
  if (kind.orientation == 6) cv::rotate(pixels, shown, cv::ROTATE_90_COUNTERCLOCKWISE);
  return jpeg_with_orientation(encode(".jpg", shown, kind.options), kind.orientation);
}

TEST_P(SmallDecodeTest, FindsTheSameObjects) {
  PictureReader reader({.input = detector_->spec().input_size.value});
  std::size_t sure = 0;
  std::size_t matched = 0;
  for (const auto& file : std::filesystem::directory_iterator(test_data() / "images")) {
    cv::Mat pixels = cv::imread(file.path().string());
    const double times = GetParam() * 640 / std::max(pixels.cols, pixels.rows);
    cv::resize(pixels, pixels, {}, times, times, cv::INTER_CUBIC);
    for (const Kind& kind : kKinds) {
      const Bytes bytes = jpeg_of(pixels, kind);
      const cv::Mat full = cv::imdecode(bytes, cv::IMREAD_COLOR);
      const PictureOrReason read = reader.decode(bytes);
      ASSERT_TRUE(read.ok()) << read.reason;
      EXPECT_LT(read.picture.size().width, full.cols) << kind.name;
      const ImageView whole{full.data, full.cols, full.rows, static_cast<std::ptrdiff_t>(full.step[0])};
      ASSERT_EQ(read.full_size, whole.size());
      const std::vector<Detection> small = found(read.picture.view(), read.full_size);
      const std::vector<Detection> wanted = found(whole, {});
      for (const evaluation::MatchCount& count : {sure_ones(small, wanted), sure_ones(wanted, small)}) {
        sure += count.wanted;
        matched += count.matched;
      }
    }
  }
  EXPECT_GT(sure, 500U);
  EXPECT_GE(static_cast<double>(matched) / static_cast<double>(sure), 0.995) << matched << " of " << sure;
}

INSTANTIATE_TEST_SUITE_P(Times, SmallDecodeTest, ::testing::Values(2.0, 2.7, 4.0));

}  // namespace
}  // namespace millrace
