#include "cli/arguments/detector_arguments.hpp"

#include <filesystem>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

DetectorArguments parse_arguments(const std::string& line) {
  CLI::App app;
  DetectorArguments arguments;
  add_detector_arguments(app, arguments);
  app.parse(line);
  return arguments;
}

DetectorOptions options_of(const std::string& line) {
  return detector_options_of(parse_arguments(line), [](const char*) -> const char* { return nullptr; });
}

TEST(DetectorArgumentsTest, TakeAModelAndThenSources) {
  const DetectorArguments arguments = parse_arguments("yolov5n.onnx bus.jpg folder");
  EXPECT_EQ(arguments.model, "yolov5n.onnx");
  EXPECT_THAT(arguments.sources, ElementsAre("bus.jpg", "folder"));
}

TEST(DetectorArgumentsTest, TakeBothByName) {
  const DetectorArguments arguments = parse_arguments("--source bus.jpg --model yolov5n.onnx");
  EXPECT_EQ(arguments.model, "yolov5n.onnx");
  EXPECT_THAT(arguments.sources, ElementsAre("bus.jpg"));
}

TEST(DetectorArgumentsTest, RefuseASecondModelAndAMissingSource) {
  EXPECT_THROW(parse_arguments("a.onnx bus.jpg --model b.onnx"), Error);
  EXPECT_THROW(parse_arguments("a.onnx"), CLI::ParseError);
}

TEST(DetectorArgumentsTest, RefuseNumbersThatCannotBeMeant) {
  for (const char* option : {"--requests 0", "--max-det -1", "--max-det 0", "--conf abc", "--iou nan", "--classes -1",
                             "--imgsz 0", "--imgsz 9000", "--imgsz 64y"}) {
    EXPECT_THROW(parse_arguments(std::string("a.onnx bus.jpg ") + option), CLI::ParseError) << option;
  }
}

TEST(DetectorArgumentsTest, LeaveToTheFamilyWhatIsNotSaid) {
  const DetectorOptions options = options_of("a.onnx bus.jpg");
  EXPECT_EQ(options.confidence, std::nullopt);
  EXPECT_EQ(options.iou, std::nullopt);
  EXPECT_EQ(options.max_detections, std::nullopt);
  EXPECT_EQ(options.input_size, std::nullopt);
  EXPECT_THAT(options.classes, IsEmpty());
  EXPECT_THAT(options.class_names, IsEmpty());
}

TEST(DetectorArgumentsTest, ReachTheOptions) {
  const DetectorOptions options = options_of(
      "a.onnx bus.jpg -d AUTO --conf 0.4 --iou 0.5 --max-det 10 --labels names.txt --family yolov5 --imgsz 480,640");
  EXPECT_EQ(options.compile.device, "AUTO");
  EXPECT_EQ(options.confidence, 0.4F);
  EXPECT_EQ(options.iou, 0.5F);
  EXPECT_EQ(options.max_detections, 10U);
  EXPECT_EQ(options.labels, "names.txt");
  EXPECT_EQ(options.family, "yolov5");
  EXPECT_EQ(options.input_size, (Size{.width = 640, .height = 480}));
}

TEST(DetectorArgumentsTest, TakeOneSideForASquareInput) {
  EXPECT_EQ(options_of("a.onnx bus.jpg --imgsz 320").input_size, (Size{.width = 320, .height = 320}));
}

TEST(DetectorArgumentsTest, TakeClassesByNumberAndName) {
  const DetectorOptions options = options_of("--classes 0,bus,5 a.onnx bus.jpg");
  EXPECT_THAT(options.classes, ElementsAre(0, 5));
  EXPECT_THAT(options.class_names, ElementsAre("bus"));
  EXPECT_THAT(options_of("a.onnx bus.jpg --classes 0 --classes 5").classes, ElementsAre(0, 5));
}

TEST(DetectorArgumentsTest, CreateTheFolderOfTheModelCache) {
  const TempDir dir;
  EXPECT_EQ(options_of("a.onnx bus.jpg --cache-dir " + (dir / "new/cache")).compile.cache_dir, dir / "new/cache");
  EXPECT_TRUE(std::filesystem::is_directory(dir / "new/cache"));
}

TEST(DetectorArgumentsTest, DoWithoutACacheWhereItsUsualPlaceCannotBeWritten) {
  const TempDir dir;
  const std::string file = dir.write("file", "");
  const auto home = [&](const char* name) { return std::string_view(name) == "HOME" ? file.c_str() : nullptr; };
  EXPECT_EQ(detector_options_of(parse_arguments("a.onnx bus.jpg"), home).compile.cache_dir, "");
}

TEST(DetectorArgumentsTest, RefuseAGivenCacheFolderThatCannotBeWritten) {
  const TempDir dir;
  EXPECT_THROW(options_of("a.onnx bus.jpg --cache-dir " + dir.write("file", "") + "/cache"), Error);
}

}  // namespace
}  // namespace millrace::cli
