// What `millrace detect` says of a picture or a run although all went well.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "detect_fixture.hpp"
#include "golden.hpp"
#include "unit/io/sample_pictures.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DetectRemarksTest : public DetectTest {
 protected:
  json remarks_of(const std::string& jsonl) const { return json::parse(dir_.read(jsonl)).value("remarks", json()); }
};

TEST_F(DetectRemarksTest, SayThatAPictureReachedTheLimitOfBoxes) {
  dir_.write("in/a.png", dir_.read(wide()));
  expect_golden("limit_of_boxes", detect({"in", "--max-det", "1", "--no-save", "--json", "r.jsonl"}));
  EXPECT_EQ(remarks_of("r.jsonl"), json({"1 box, the limit (--max-det); there may be more"}));
}

TEST_F(DetectRemarksTest, AreAbsentWhereNothingIsOdd) {
  detect({wide(), "--no-save", "--json", "r.jsonl"});
  EXPECT_EQ(remarks_of("r.jsonl"), json());
}

TEST_F(DetectRemarksTest, SayThatNothingWasFoundInAnyPicture) {
  dir_.write("in/a.png", encode(".png", plain(64, 64, {9, 9, 9})));
  dir_.write("model.txt", "");
  const ProgramResult result = shell(
      "ln -s \"$MODEL\" m.xml; ln -s \"${MODEL%.xml}.bin\" m.bin; "
      "\"$MILLRACE\" detect m.xml in --no-save --classes 0");
  expect_golden("nothing_found", result);
  EXPECT_THAT(detect({"in", wide(), "--no-save"}).err, ::testing::Not(HasSubstr("nothing was found")));
}

TEST_F(DetectRemarksTest, SayWhatOnlyHoldsPartOfItsPixels) {
  cv::Mat deep;
  noise(64, 64).convertTo(deep, CV_16U, 16);
  dir_.write("in/holds_12_bits.png", encode(".png", deep));
  dir_.write("in/frame.png", encode(".png", plain(8, 8, {9, 9, 9})));
  cv::imwrite(dir_ / "in/pages.tif", std::vector<cv::Mat>{plain(8, 8, {1, 2, 3}), plain(8, 8, {4, 5, 6})});
  expect_golden("parts_of_pictures", detect({"in", "--no-save"}));
}

TEST_F(DetectRemarksTest, NameWhatIsRefused) {
  cv::Mat floats;
  cv::Mat(8, 8, CV_8UC1, cv::Scalar(5)).convertTo(floats, CV_32F);
  dir_.write("in/floats.tif", encode(".tif", floats));
  expect_golden("floats_refused", detect({"in", "--no-save", "--skip-bad"}));
}

TEST_F(DetectRemarksTest, SayThatAnotherPrecisionRuns) {
  const ProgramResult result = shell("\"$MILLRACE\" detect \"$MODEL\" \"$WIDE\" --no-save --precision f16");
  const bool runs_f16 = any_line_has(result.err, {"runs on ", " in f16, "});
  EXPECT_NE(runs_f16, any_line_has(result.err, {"precision  --precision f16 was asked for, but this device runs"}));
  EXPECT_EQ(result.exit_code, 0);
}

}  // namespace
}  // namespace millrace
