// JPEGs that are decoded smaller than they are. The stand-in model finds one bright block in a dark picture.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include "detect_fixture.hpp"
#include "unit/io/camera_pictures.hpp"

namespace millrace {
namespace {

using nlohmann::json;

/// A dark picture of 1600x1200 pixels with a white block from 400,300 to 800,900.
Bytes large_picture() {
  cv::Mat pixels = plain(1600, 1200, {20, 20, 20});
  pixels(cv::Rect(400, 300, 400, 600)) = cv::Scalar(255, 255, 255);
  return encode(".jpg", pixels);
}

class DetectDecodeTest : public DetectTest {
 protected:
  /// What is found in the large picture with this EXIF orientation.
  json found(std::vector<std::string> options, std::uint8_t orientation = 1) {
    options.push_back(dir_.write("a.jpg", jpeg_with_orientation(large_picture(), orientation)));
    options.insert(options.end(), {"--no-save", "--json", "-"});
    const ProgramResult result = detect(options);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return json::parse(result.out);
  }

  static void expect_box(const json& line, const std::vector<double>& wanted, double tolerance) {
    ASSERT_EQ(line["detections"].size(), 1U);
    const json& box = line["detections"][0]["box"];
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(box[i].get<double>(), wanted[i], tolerance) << "side " << i;
  }
};

TEST_F(DetectDecodeTest, BoxesAreInPixelsOfTheWholePicture) {
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{}, std::vector<std::string>{"--exact-decode"}}) {
    const json line = found(options);
    EXPECT_EQ(line["width"], 1600);
    EXPECT_EQ(line["height"], 1200);
    expect_box(line, {400, 300, 800, 900}, 8);
  }
}

TEST_F(DetectDecodeTest, BoxesAreInPixelsOfTheTurnedPicture) {
  const json line = found({}, 6);  // to the right
  EXPECT_EQ(line["width"], 1200);
  EXPECT_EQ(line["height"], 1600);
  expect_box(line, {300, 400, 900, 800}, 8);
}

TEST_F(DetectDecodeTest, AnnotatedPicturesAreAsLargeAsThePictures) {
  detect({dir_.write("a.jpg", jpeg_with_orientation(large_picture(), 6)), "-o", "out"});
  const cv::Mat annotated = cv::imread(dir_ / "out/a.jpg");
  EXPECT_EQ(annotated.cols, 1200);
  EXPECT_EQ(annotated.rows, 1600);
}

}  // namespace
}  // namespace millrace
