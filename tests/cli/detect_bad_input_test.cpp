// Bad pictures, models, devices and outputs: a sentence that says what, where and what to try, the documented exit
// code, and all that is good still done.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "detect_fixture.hpp"
#include "unit/io/camera_pictures.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

/// A white block in a dark picture, which the stand-in finds.
cv::Mat block(int width, int height) {
  cv::Mat pixels = plain(width, height, {50, 30, 20});
  pixels(cv::Rect(width / 4, height / 4, width / 2, height / 2)) = cv::Scalar::all(255);
  return pixels;
}

cv::Mat converted(const cv::Mat& pixels, int type, double factor) {
  cv::Mat other;
  pixels.convertTo(other, type, factor);
  return other;
}

cv::Mat one_channel(const cv::Mat& pixels) {
  cv::Mat grey;
  cv::extractChannel(pixels, grey, 0);
  return grey;
}

cv::Mat with_alpha(const cv::Mat& pixels) {
  const std::vector<cv::Mat> planes{one_channel(pixels), one_channel(pixels), one_channel(pixels),
                                    cv::Mat(pixels.size(), CV_8UC1, cv::Scalar(128))};
  cv::Mat four;
  cv::merge(planes, four);
  return four;
}

struct Kind {
  const char* name;
  Bytes bytes;
  const char* wanted;  // of its line: size and what was found, or the reason
};

std::vector<Kind> odd_but_good() {
  return {{"pixel.png", encode(".png", plain(1, 1, {0, 0, 0})), "1x1, no detections"},
          {"long.jpg", encode(".jpg", block(20000, 40)), "20000x40, "},
          {"thin.png", encode(".png", plain(20000, 1, {0, 0, 0})), "20000x1, no detections"},
          {"cmyk.jpg", from_hex(kAdobeCmyk), "8x8, "},
          {"deep.png", encode(".png", converted(block(64, 64), CV_16UC3, 257)), "64x64, 1x bright block"},
          {"grey.png", encode(".png", one_channel(block(64, 64))), "64x64, 1x bright block"},
          {"alpha.png", encode(".png", with_alpha(block(64, 64))), "64x64, 1x bright block"},
          {"turned.jpg", jpeg_with_orientation(encode(".jpg", block(80, 48)), 6), "48x80, 1x bright block"}};
}

std::vector<Kind> bad() {
  Bytes jpeg = encode(".jpg", noise(64, 64));
  Bytes png = encode(".png", noise(64, 64));
  jpeg.resize(jpeg.size() / 2);
  png.resize(png.size() / 2);
  const std::string text = "hello, I am no picture\n";
  return {{"half.jpg", jpeg, "data end too early"},
          {"half.png", png, "data end too early"},
          {"empty.jpg", {}, "the file is empty"},
          {"text.jpg", Bytes(text.begin(), text.end()), "does not begin like a JPEG"}};
}

class DetectBadInputTest : public DetectTest {
 protected:
  void write(const std::vector<Kind>& kinds) {
    for (const Kind& kind : kinds) dir_.write(std::string("in/") + kind.name, kind.bytes);
  }
};

TEST_F(DetectBadInputTest, ReadsEveryOddButGoodPicture) {
  write(odd_but_good());
  const ProgramResult result = detect({"in", "-o", "out"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const Kind& kind : odd_but_good()) {
    EXPECT_TRUE(any_line_has(result.out, {kind.name, kind.wanted})) << kind.name << "\n" << result.out;
    EXPECT_TRUE(fs::exists(dir_ / (std::string("out/") + kind.name))) << kind.name;
  }
}

TEST_F(DetectBadInputTest, ReportsEachBadPictureDoesTheGoodOnesAndEndsWithOne) {
  write(odd_but_good());
  write(bad());
  fs::create_symlink("nowhere.jpg", dir_ / "in/dangling.jpg");
  const ProgramResult result = detect({"in", "-o", "out", "--json", "r.jsonl"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(lines_of(result.out).size(), odd_but_good().size());
  for (const Kind& kind : bad()) {
    EXPECT_TRUE(any_line_has(result.err, {kind.name, kind.wanted, "; "})) << kind.name << "\n" << result.err;
    EXPECT_FALSE(fs::exists(dir_ / (std::string("out/") + kind.name))) << kind.name;
  }
  EXPECT_TRUE(any_line_has(result.err, {"dangling.jpg", "No such file"})) << result.err;
  EXPECT_THAT(result.err, HasSubstr("8 pictures, "));
  EXPECT_THAT(result.err, HasSubstr("5 bad pictures left out"));
}

TEST_F(DetectBadInputTest, GivesEachBadPictureAJsonLineWithItsReason) {
  write(bad());
  dir_.write("in/good.png", encode(".png", block(64, 64)));
  detect({"in", "--no-save", "--json", "r.jsonl"});
  std::size_t errors = 0;
  for (const std::string& text : lines_of(dir_.read("r.jsonl"))) {
    const json line = json::parse(text);
    if (line.contains("error")) ++errors;
    EXPECT_NE(line.contains("error"), line.contains("detections")) << text;
    EXPECT_EQ(line["schema"], 1);
  }
  EXPECT_EQ(errors, bad().size());
}

TEST_F(DetectBadInputTest, EndsWithZeroDespiteBadPicturesWithSkipBad) {
  write(bad());
  dir_.write("in/good.png", encode(".png", block(64, 64)));
  const ProgramResult result = detect({"in", "--no-save", "--skip-bad"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("the file is empty"));
}

TEST_F(DetectBadInputTest, EndsWithOneDespiteSkipBadWhenEveryPictureIsBad) {
  write(bad());
  EXPECT_EQ(detect({"in", "--no-save", "--skip-bad"}).exit_code, 1);
}

TEST_F(DetectBadInputTest, KeepsALogLineInOnePieceWhateverTheName) {
  dir_.write("in/new\nline\x1b[31m.jpg", "");
  EXPECT_TRUE(any_line_has(detect({"in"}).err, {"new\\nline\\x1b[31m.jpg: the file is empty"}));
}

TEST_F(DetectBadInputTest, GoesOnWhenStandardErrorIsFull) {
  write(bad());
  dir_.write("in/z.png", encode(".png", block(64, 64)));
  const ProgramResult result = shell("\"$MILLRACE\" detect \"$MODEL\" in --no-save 2>/dev/full");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("in/z.png: 64x64"));
}

TEST_F(DetectBadInputTest, EndsWithOneWhenOneOfSeveralSourcesIsMissing) {
  const ProgramResult result = detect({"none.jpg", "none*", wide(), "--no-save"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("wide.png: "));
  EXPECT_THAT(result.err, HasSubstr("'none.jpg': no such file or folder; check the path"));
  EXPECT_THAT(result.err, HasSubstr("'none*': no file matches this pattern; check the path"));
}

TEST_F(DetectBadInputTest, EndsWithFourWhenThereIsNoInput) {
  EXPECT_EQ(detect({"none.jpg", "none.png"}).exit_code, 4);
  fs::create_directories(dir_ / "empty");
  const ProgramResult result = detect({"empty"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("'empty': the folder holds no picture (.jpg"));
}

TEST_F(DetectBadInputTest, SaysThatASourceCannotBeLookedAt) {
  fs::create_symlink("loop", dir_ / "loop");
  const ProgramResult result = detect({"loop", wide(), "--no-save"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("'loop': cannot be read: "));
}

TEST_F(DetectBadInputTest, SaysThatAFolderMayNotBeRead) {
  fs::copy_file(wide(), dir_ / "wide.png");
  fs::create_directories(dir_ / "locked");
  fs::permissions(dir_ / "locked", fs::perms::none);
  const ProgramResult result = detect_without_root("locked wide.png --no-save");
  fs::permissions(dir_ / "locked", fs::perms::owner_all);
  if (result.exit_code >= 126) GTEST_SKIP() << "another user cannot run the program: " << result.err;
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("'locked': cannot be read: Permission denied; check its permissions"));
}

TEST_F(DetectBadInputTest, EndsWithThreeAndOneLineForWhatIsNoModel) {
  const Bytes picture = encode(".jpg", block(64, 64));
  dir_.write("cut.xml", "<?xml version=\"1.0\"?><net name=\"x\">");
  dir_.write("text.onnx", "hello");
  dir_.write("empty.onnx", "");
  dir_.write("photo.jpg", picture);
  dir_.write("photo.onnx", picture);
  dir_.write("weights.pt", "PK");
  for (const char* name :
       {"none.onnx", "cut.xml", "text.onnx", "empty.onnx", "photo.jpg", "photo.onnx", "weights.pt", "."}) {
    const ProgramResult result =
        run_shell("\"$MILLRACE\" detect '" + std::string(name) + "' photo.jpg", dir_.path().string(), environment());
    EXPECT_EQ(result.exit_code, 3) << name;
    EXPECT_EQ(lines_of(result.err).size(), 1U) << result.err;
    EXPECT_THAT(result.err, HasSubstr(std::string("millrace detect: model ") + name + ": ")) << name;
  }
}

TEST_F(DetectBadInputTest, EndsWithThreeForAModelWithoutItsWeights) {
  fs::copy_file(model(), dir_ / "lone.xml");
  const ProgramResult result =
      run_shell("\"$MILLRACE\" detect lone.xml \"$WIDE\"", dir_.path().string(), {"WIDE=" + wide()});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr(".bin beside it"));
}

TEST_F(DetectBadInputTest, SaysThatAnOutputCannotBeWrittenBeforeItReadsTheModel) {
  for (const char* option : {"-o", "--json", "--coco", "--csv"}) {
    const ProgramResult result = run_program({"detect", "none.onnx", wide(), option, "/proc/out"});
    EXPECT_EQ(result.exit_code, 1) << option;
    EXPECT_THAT(result.err, HasSubstr("millrace detect: /proc/out: ")) << option;
  }
}

TEST_F(DetectBadInputTest, SaysThatADeviceIsAbsentBeforeItReadsTheModel) {
  EXPECT_THAT(run_program({"detect", "none.onnx", wide(), "-d", "0", "--no-save"}).err, HasSubstr("device '0'"));
}

TEST_F(DetectBadInputTest, EndsWithThreeForADeviceThatIsNotThere) {
  const ProgramResult unknown = detect({wide(), "-d", "CPUU"});
  EXPECT_EQ(unknown.exit_code, 3);
  EXPECT_THAT(unknown.err, AllOf(HasSubstr("did you mean 'CPU'?"), HasSubstr("available: ")));
  EXPECT_EQ(detect({wide(), "-d", "GPU.7"}).exit_code, 3);
}

TEST_F(DetectBadInputTest, EndsWithOneWhenAnOutputIsFull) {
  for (const char* option : {"--json", "--coco", "--csv"}) {
    const ProgramResult result = detect({wide(), "--no-save", option, "/dev/full"});
    EXPECT_EQ(result.exit_code, 1) << option;
    EXPECT_THAT(result.err, HasSubstr("/dev/full: cannot be written: No space left on device; check free space"));
  }
}

TEST_F(DetectBadInputTest, EndsWithOneWhenStandardOutputIsFull) {
  for (const char* options : {"", "-v", "--json -", "--coco -", "--csv -"}) {
    const ProgramResult result =
        shell("\"$MILLRACE\" detect \"$MODEL\" \"$WIDE\" --no-save " + std::string(options) + " >/dev/full");
    EXPECT_EQ(result.exit_code, 1) << options;
    EXPECT_THAT(result.err, HasSubstr("No space left on device")) << options;
  }
}

TEST_F(DetectBadInputTest, CompletesTheOtherOutputsWhenOneIsFull) {
  EXPECT_EQ(detect({wide(), tall(), "--no-save", "--json", "/dev/full", "--coco", "r.json"}).exit_code, 1);
  EXPECT_EQ(json::parse(dir_.read("r.json")).size(), 1U);
}

TEST_F(DetectBadInputTest, LeavesTheFirstOutputAsItWasWhenTheSecondCannotBeCreated) {
  dir_.write("r.json", "old");
  EXPECT_EQ(detect({wide(), "--no-save", "--coco", "r.json", "--csv", "/dev/full"}).exit_code, 1);
  EXPECT_EQ(dir_.read("r.json"), "old");
}

TEST_F(DetectBadInputTest, EndsWithOneWhenSomethingElseHasTheOutputsName) {
  dir_.write("file", "mine");
  EXPECT_THAT(detect({wide(), "-o", "file"}).err, HasSubstr("file: folder cannot be created"));
  EXPECT_EQ(detect({wide(), "-o", "file/below"}).exit_code, 1);
  EXPECT_EQ(detect({wide(), "-o", "/proc/none"}).exit_code, 1);
  EXPECT_EQ(detect({wide(), "--no-save", "--csv", "."}).exit_code, 1);
  EXPECT_EQ(dir_.read("file"), "mine");
}

}  // namespace
}  // namespace millrace
