// What `millrace detect` writes and where. The stand-in model finds one bright block in a dark picture.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <span>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "detect_fixture.hpp"
#include "millrace/io/draw.hpp"
#include "millrace/io/picture_reader.hpp"

namespace millrace {
namespace {

using nlohmann::ordered_json;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

namespace fs = std::filesystem;

std::vector<std::string> keys_of(const ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

void expect_box(const ordered_json& box, const std::vector<double>& wanted) {
  ASSERT_EQ(box.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(box[i].get<double>(), wanted[i], 3.0) << "side " << i;
}

TEST_F(DetectTest, PrintsOneLineAPictureInTheOrderGiven) {
  const ProgramResult result = detect({wide(), tall(), wide(), "--no-save"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_THAT(lines[0], MatchesRegex(".*wide.png: 640x480, 1x bright block, [0-9.]+ ms, waited [0-9.]+ ms"));
  EXPECT_THAT(lines[1], MatchesRegex(".*tall.png: 320x640, 1x bright block, [0-9.]+ ms, waited [0-9.]+ ms"));
  EXPECT_THAT(lines[2], HasSubstr("wide.png"));
}

TEST_F(DetectTest, SaysOnStandardErrorWhatRunsAndWhatCameOut) {
  const ProgramResult result = detect({wide(), "-o", "out"});
  EXPECT_THAT(result.err, ContainsRegex("runs on +CPU in f32, [0-9]+ requests?"));
  EXPECT_THAT(result.err, HasSubstr("1 picture, 1 detection, "));
  EXPECT_THAT(result.err, HasSubstr("results in out\n"));
}

TEST_F(DetectTest, HasNoColourAndNoProgressWithoutATerminal) {
  const ProgramResult result = detect({wide(), tall(), "--no-save"});
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("\r")));
}

TEST_F(DetectTest, WritesNothingButJsonToStandardOutputWhenThatIsAskedFor) {
  const ProgramResult result = detect({wide(), tall(), "--json", "-", "-v", "-o", "out"});
  const auto lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(ordered_json::parse(lines[0])["source"].get<std::string>(), wide());
  EXPECT_THAT(ordered_json::parse(lines[1])["source"].get<std::string>(), tall());
}

TEST_F(DetectTest, WritesTheJsonLineThatIsPromised) {
  const ProgramResult result = detect({wide(), "--no-save", "--json", "-"});
  const ordered_json line = ordered_json::parse(result.out);
  EXPECT_THAT(keys_of(line), ElementsAre("schema", "source", "frame", "width", "height", "detections", "latency_ms",
                                         "model", "precision"));
  EXPECT_EQ(line["schema"], 1);
  EXPECT_EQ(line["frame"], 0);
  EXPECT_EQ(line["width"], 640);
  EXPECT_EQ(line["height"], 480);
  ASSERT_EQ(line["detections"].size(), 1U);
  const ordered_json& found = line["detections"][0];
  EXPECT_THAT(keys_of(found), ElementsAre("box", "score", "class_id", "class"));
  expect_box(found["box"], {160, 120, 320, 360});
  EXPECT_EQ(found["score"], 1.0);
  EXPECT_EQ(found["class_id"], 0);
  EXPECT_EQ(found["class"], "bright block");
  EXPECT_THAT(keys_of(line["latency_ms"]),
              ElementsAre("decode", "preprocess", "wait", "infer", "postprocess", "total"));
  EXPECT_GT(line["latency_ms"]["total"].get<double>(), 0);
  EXPECT_EQ(line["model"], model());
  EXPECT_EQ(line["precision"], "f32");
}

TEST_F(DetectTest, WritesCocoResultsWithTheNumberInThePicturesName) {
  fs::copy_file(wide(), dir_ / "000000000042.png");
  const ProgramResult result = detect({dir_ / "000000000042.png", "--no-save", "--coco", "r.json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const ordered_json results = ordered_json::parse(dir_.read("r.json"));
  ASSERT_EQ(results.size(), 1U);
  EXPECT_THAT(keys_of(results[0]), ElementsAre("image_id", "category_id", "bbox", "score"));
  EXPECT_EQ(results[0]["image_id"], 42);
  expect_box(results[0]["bbox"], {160, 120, 160, 240});
}

TEST_F(DetectTest, WritesCsvThatSupervisionReads) {
  detect({wide(), "--no-save", "--csv", "r.csv"});
  EXPECT_THAT(dir_.read("r.csv"),
              MatchesRegex("x_min,y_min,x_max,y_max,class_id,confidence,tracker_id,class_name,source\r\n"
                           "[0-9.]+,[0-9.]+,[0-9.]+,[0-9.]+,0,1,,bright block,.*/wide.png\r\n"));
}

TEST_F(DetectTest, WritesYoloLabelsAsPrintfsG) {
  detect({wide(), "-o", "out", "--no-save", "--save-txt"});
  const std::string text = dir_.read("out/labels/wide.txt");
  std::istringstream line(text);
  int class_id = -1;
  double cx = 0, cy = 0, w = 0, h = 0;
  ASSERT_TRUE(line >> class_id >> cx >> cy >> w >> h) << text;
  EXPECT_NEAR(cx, 0.375, 0.005);
  EXPECT_NEAR(cy, 0.5, 0.005);
  EXPECT_NEAR(w, 0.25, 0.005);
  EXPECT_NEAR(h, 0.5, 0.005);
  char printed[100];
  std::snprintf(printed, sizeof printed, "0 %g %g %g %g\n", cx, cy, w, h);
  EXPECT_EQ(text, printed);
}

TEST_F(DetectTest, PutsTheScoreIntoTheLabelsWhenAsked) {
  detect({wide(), "-o", "out", "--no-save", "--save-txt", "--save-conf"});
  EXPECT_THAT(dir_.read("out/labels/wide.txt"), MatchesRegex("0 [0-9.]+ [0-9.]+ [0-9.]+ [0-9.]+ 1\n"));
}

TEST_F(DetectTest, DrawsBoxesAndLeavesTheRestAsItWas) {
  detect({wide(), "-o", "out"});
  const PictureOrReason before = read_picture(wide());
  const PictureOrReason after = read_picture(dir_ / "out/wide.png");
  ASSERT_TRUE(after.ok()) << after.reason;
  ASSERT_EQ(after.picture.size(), before.picture.size());
  const auto pixel = [](const PictureOrReason& read, int x, int y) {
    const std::uint8_t* const bgr = read.picture.view().row(y) + std::ptrdiff_t{3} * x;
    return std::vector<int>{bgr[0], bgr[1], bgr[2]};
  };
  EXPECT_NE(pixel(after, 160, 300), pixel(before, 160, 300)) << "the left side of the box";
  EXPECT_EQ(pixel(after, 240, 300), pixel(before, 240, 300)) << "the middle of the block";
  EXPECT_EQ(pixel(after, 600, 450), pixel(before, 600, 450)) << "a far corner";
}

TEST_F(DetectTest, DrawsTheLabelsOfCrowdedBoxesApart) {
  detect({wide(), "-o", "out"}, crowd_model());
  const PictureOrReason read = read_picture(dir_ / "out/wide.png");
  ASSERT_TRUE(read.ok()) << read.reason;
  for (int class_id = 0; class_id < 3; ++class_id) {
    const Colour colour = class_colour(class_id);
    int pixels = 0;
    for (int y = 0; y < 480; ++y) {
      for (int x = 0; x < 640; ++x)
        pixels += std::ranges::equal(colour, std::span(read.picture.view().row(y) + std::ptrdiff_t{3} * x, 3));
    }
    EXPECT_GT(pixels, 500) << "the plate of the label of class " << class_id;
  }
}

TEST_F(DetectTest, DrawsOneQuestionMarkForALetterThatItsFontLacks) {
  const auto drawn = [&](const std::string& name) {
    dir_.write("labels.txt", name + "\n");
    detect({wide(), "-o", "out", "--exist-ok", "--labels", "labels.txt"});
    return dir_.read("out/wide.png");
  };
  EXPECT_EQ(drawn("caf\u00E9 \u65E5\u672C"), drawn("caf? ??"));
}

TEST_F(DetectTest, PrintsIdLatencyAndClassesOfEachPictureWithV) {
  const ProgramResult result = detect({wide(), tall(), "--no-save", "-v"});
  const auto lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[0], MatchesRegex("id 0: [0-9.]+ s, .*wide.png: bright block \\(decode .* ms\\)"));
  EXPECT_THAT(lines[1], MatchesRegex("id 1: [0-9.]+ s, .*tall.png: bright block \\(decode .* ms\\)"));
}

TEST_F(DetectTest, EndsWithZeroWhenNothingIsFound) {
  const ProgramResult result = detect({wide(), "--conf", "1", "--no-save", "--json", "-", "--coco", "r.json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(ordered_json::parse(result.out)["detections"].empty());
  EXPECT_TRUE(ordered_json::parse(dir_.read("r.json")).empty());
}

TEST_F(DetectTest, WritesToTheNextFreeRunFolder) {
  EXPECT_THAT(detect({wide()}).err, HasSubstr("results in runs/detect\n"));
  EXPECT_THAT(detect({wide()}).err, HasSubstr("results in runs/detect2\n"));
  EXPECT_THAT(detect({wide(), "--exist-ok"}).err, HasSubstr("results in runs/detect\n"));
  EXPECT_THAT(detect({wide(), "--name", "night"}).err, HasSubstr("results in runs/detect/night\n"));
  EXPECT_TRUE(fs::exists(dir_ / "runs/detect2/wide.png"));
  EXPECT_TRUE(fs::exists(dir_ / "runs/detect/night/wide.png"));
}

TEST_F(DetectTest, WritesNoFolderWithNoSave) {
  EXPECT_THAT(detect({wide(), "--no-save"}).err, Not(HasSubstr("results in")));
  EXPECT_FALSE(fs::exists(dir_ / "runs"));
}

TEST_F(DetectTest, TakesFoldersAndPatternsAlike) {
  fs::create_directories(dir_ / "in/deep");
  fs::copy_file(wide(), dir_ / "in/b.png");
  fs::copy_file(tall(), dir_ / "in/deep/a.png");
  for (const char* source : {"in", "in/*"}) {
    const auto lines = lines_of(detect({source, "--no-save"}).out);
    ASSERT_EQ(lines.size(), 2U) << source;
    EXPECT_THAT(lines[0], HasSubstr("in/b.png"));
    EXPECT_THAT(lines[1], HasSubstr("in/deep/a.png"));
  }
}

TEST_F(DetectTest, ReadsAPictureFromAPipe) {
  const ProgramResult result =
      shell("cat \"$WIDE\" | (exec 3<&0; \"$MILLRACE\" detect \"$MODEL\" /dev/fd/3 --no-save)");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("/dev/fd/3: 640x480, 1x bright block"));
}

TEST_F(DetectTest, KeepsOneLineAPictureWhateverItsName) {
  const std::vector<std::string> names = {"a b.png",     "new\nline.png", "esc\x1b[31mred.png", "\xC3\xBC.png",
                                          "bad\xFF.png", "[x]*.png",      "quo\"te.png"};
  fs::create_directories(dir_ / "in");
  for (const std::string& name : names) fs::copy_file(wide(), dir_ / ("in/" + name));
  const ProgramResult result = detect({"in", "-o", "out", "--json", "r.jsonl", "--save-txt"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(lines_of(result.out).size(), names.size());
  EXPECT_THAT(result.out, HasSubstr("in/new\\nline.png: "));
  EXPECT_THAT(result.out, HasSubstr("in/esc\\x1b[31mred.png: "));
  std::vector<std::string> sources;
  for (const std::string& line : lines_of(dir_.read("r.jsonl"))) {
    sources.push_back(ordered_json::parse(line)["source"].get<std::string>());
  }
  EXPECT_THAT(sources, ::testing::Contains("in/new\nline.png"));
  EXPECT_THAT(sources, ::testing::Contains("in/bad\xEF\xBF\xBD.png"));
  for (const std::string& name : names) EXPECT_TRUE(fs::exists(dir_ / ("out/" + name))) << name;
}

}  // namespace
}  // namespace millrace
