// The real YOLOv5n on JPEGs that are decoded smaller than they are, beside the same decoded in full by OpenCV.

#include <cstdint>
#include <filesystem>
#include <span>
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

class SmallDecodeTest : public ::testing::TestWithParam<double> {
 protected:
  static std::vector<Detection> found(Detector& detector, ImageView picture, Size full_size) {
    ov::InferRequest request = ov::CompiledModel(detector.compiled_model()).create_infer_request();
    const Letterbox fit = detector.prepare(picture, request.get_input_tensor(), full_size);
    request.infer();
    return detector.decode(request, fit);
  }
};

TEST_P(SmallDecodeTest, FindsTheSameObjects) {
  if (!std::filesystem::exists(test_data() / "models/yolov5n.onnx")) GTEST_SKIP() << "test data not found";
  ov::Core core;
  Detector detector(core, test_data() / "models/yolov5n.onnx", {.compile = {.precision = Precision::kF32}});
  PictureReader reader({.input = detector.spec().input_size.value});
  evaluation::Agreement agreement;
  std::size_t smaller = 0;
  for (const auto& file : std::filesystem::directory_iterator(test_data() / "images")) {
    cv::Mat pixels = cv::imread(file.path().string());
    cv::resize(pixels, pixels, {}, GetParam(), GetParam(), cv::INTER_CUBIC);
    for (const Kind& kind : kKinds) {
      cv::Mat shown = pixels;
      if (kind.is_grey) cv::cvtColor(pixels, shown, cv::COLOR_BGR2GRAY);
      if (kind.orientation == 6) cv::rotate(pixels, shown, cv::ROTATE_90_COUNTERCLOCKWISE);
      const Bytes bytes = with_orientation(encode(".jpg", shown, kind.options), kind.orientation);
      cv::Mat full = cv::imdecode(bytes, cv::IMREAD_COLOR);
      const PictureOrReason read = reader.decode(bytes);
      ASSERT_TRUE(read.ok()) << read.reason;
      if (read.picture.size() != read.full_size) ++smaller;
      const ImageView whole{full.data, full.cols, full.rows, static_cast<std::ptrdiff_t>(full.step[0])};
      ASSERT_EQ(read.full_size, whole.size());
      agreement.add(file.path().filename().string() + ", " + kind.name,
                    found(detector, read.picture.view(), read.full_size), found(detector, whole, {}));
    }
  }
  EXPECT_GT(smaller, agreement.pictures() / 2);
  EXPECT_GE(agreement.count().f1(), 0.995)
      << agreement.count().wanted << " objects, worst in " << (agreement.worst() ? agreement.worst()->picture : "none");
  RecordProperty("f1", std::to_string(agreement.count().f1()));
}

INSTANTIATE_TEST_SUITE_P(Times, SmallDecodeTest, ::testing::Values(2.0, 2.7, 4.0));

}  // namespace
}  // namespace millrace
