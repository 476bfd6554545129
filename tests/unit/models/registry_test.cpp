#include "models/registry.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Size kInput{640, 640};

Recognition recognise_shapes(const std::vector<OutputShape>& outputs, Size input = kInput,
                             std::string_view family = "") {
  return recognise(outputs, input, family, "m.onnx");
}

std::string recognition_refusal(const std::vector<OutputShape>& outputs, Size input = kInput) {
  try {
    recognise_shapes(outputs, input);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kModel);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(RecogniseTest, KnowsYolov5ByThreeRowsACell) {
  const Recognition found = recognise_shapes({{1, 25200, 85}});
  EXPECT_EQ(found.family->name, "yolov5");
  EXPECT_EQ(found.match.class_count, 80U);
  EXPECT_EQ(found.match.output_index, 0U);
  EXPECT_THAT(found.match.strides, ElementsAre(8, 16, 32));
  EXPECT_THAT(found.match.reason, HasSubstr("25200 rows"));
}

TEST(RecogniseTest, TakesAOneClassModelForYolov5AndNotForAnEndToEndOne) {
  EXPECT_EQ(recognise_shapes({{1, 25200, 6}}).match.class_count, 1U);
}

TEST(RecogniseTest, KnowsTheFourStridesOfP6) {
  EXPECT_THAT(recognise_shapes({{1, 102000, 85}}, {1280, 1280}).match.strides, ElementsAre(8, 16, 32, 64));
}

TEST(RecogniseTest, KnowsARectangularInput) {
  EXPECT_EQ(recognise_shapes({{1, 15120, 85}}, {640, 384}).match.class_count, 80U);
}

TEST(RecogniseTest, KnowsMoreClassesThanRows) {
  // 64x64 has 252 rows; with 300 classes the columns are the larger dimension.
  EXPECT_EQ(recognise_shapes({{1, 252, 305}}, {64, 64}).match.class_count, 300U);
}

TEST(RecogniseTest, ReadsTheRowsOfAnOldExportAndNotItsHeads) {
  const Recognition found =
      recognise_shapes({{1, 3, 80, 80, 85}, {1, 25200, 85}, {1, 3, 40, 40, 85}, {1, 3, 20, 20, 85}});
  EXPECT_EQ(found.match.output_index, 1U);
}

TEST(RecogniseTest, KnowsYolov8ByOneColumnACell) {
  const Recognition found = recognise_shapes({{1, 84, 8400}});
  EXPECT_EQ(found.family->name, "yolov8");
  EXPECT_EQ(found.match.class_count, 80U);
  EXPECT_THAT(found.match.strides, ElementsAre(8, 16, 32));
  EXPECT_THAT(found.match.reason, HasSubstr("8400 columns"));
}

TEST(RecogniseTest, KnowsASmallYolov8WithMoreChannelsThanColumns) {
  EXPECT_EQ(recognise_shapes({{1, 304, 84}}, {64, 64}).family->name, "yolov8");
}

TEST(RecogniseTest, KnowsOtherStridesOfYolov8) {
  EXPECT_THAT(recognise_shapes({{1, 84, 34000}}).match.strides, ElementsAre(4, 8, 16, 32));
  EXPECT_THAT(recognise_shapes({{1, 84, 34000}}, {1280, 1280}).match.strides, ElementsAre(8, 16, 32, 64));
  EXPECT_THAT(recognise_shapes({{1, 84, 2000}}).match.strides, ElementsAre(16, 32));
}

TEST(RecogniseTest, KnowsYoloxByOneRowACell) {
  const Recognition found = recognise_shapes({{1, 3549, 85}}, {416, 416});
  EXPECT_EQ(found.family->name, "yolox");
  EXPECT_EQ(found.match.class_count, 80U);
}

TEST(RecogniseTest, TakesAOneClassYoloxForYoloxAndNotForAnEndToEndModel) {
  EXPECT_EQ(recognise_shapes({{1, 3549, 6}}, {416, 416}).family->name, "yolox");
}

TEST(RecogniseTest, KnowsAnEndToEndModelByRowsThatNoGridHas) {
  const Recognition found = recognise_shapes({{1, 300, 6}});
  EXPECT_EQ(found.family->name, "end2end");
  EXPECT_FALSE(found.match.class_count);
}

TEST(RecogniseTest, KnowsSsdByItsRowsOfSeven) {
  const Recognition found = recognise_shapes({{1, 1, 100, 7}}, {300, 300});
  EXPECT_EQ(found.family->name, "ssd");
  EXPECT_FALSE(found.match.class_count);
}

TEST(RecogniseTest, SaysWhatWasGivenAndWhatEachFamilyWants) {
  const std::string message = recognition_refusal({{1, 84, 8000}});
  EXPECT_THAT(message, HasSubstr("[1,84,8000]"));
  EXPECT_THAT(message, HasSubstr("family 'yolov5' wants [1,25200,5 + classes]"));
  EXPECT_THAT(message, HasSubstr("family 'yolov8' wants [1,4 + classes,8400]"));
  EXPECT_THAT(message, HasSubstr("family 'yolox' wants [1,8400,5 + classes]"));
  EXPECT_THAT(message, HasSubstr("family 'end2end' wants [1,boxes,6]"));
  EXPECT_THAT(message, HasSubstr("family 'ssd' wants [1,1,boxes,7]"));
}

TEST(RecogniseTest, NamesOtherKindsOfModels) {
  EXPECT_THAT(recognition_refusal({{1, 1000}}), HasSubstr("classification"));
  EXPECT_THAT(recognition_refusal({{1, 255, 80, 80}, {1, 255, 40, 40}, {1, 255, 20, 20}}), HasSubstr("raw YOLO heads"));
  EXPECT_THAT(recognition_refusal({{1, 84, 8000}}), HasSubstr("another input size"));
}

TEST(RecogniseTest, DoesNotTakeASegmentationModelForADetector) {
  EXPECT_THAT(recognition_refusal({{1, 25200, 117}, {1, 32, 160, 160}}), HasSubstr("segmentation"));
  EXPECT_THAT(recognition_refusal({{1, 116, 8400}, {1, 32, 160, 160}}), HasSubstr("segmentation"));
}

TEST(RecogniseTest, RefusesOutputsWithoutClassesAndNoOutputs) {
  EXPECT_THAT(recognition_refusal({{1, 25200, 5}}), HasSubstr("[1,25200,5]"));
  EXPECT_THAT(recognition_refusal({}), HasSubstr("no output"));
}

TEST(RecogniseTest, RefusesSeveralPicturesInOneOutput) {
  EXPECT_THAT(recognition_refusal({{4, 25200, 85}}), HasSubstr("[4,25200,85]"));
}

TEST(RecogniseTest, NamesTheNearestFamilyForAnUnknownOne) {
  try {
    recognise_shapes({{1, 25200, 85}}, kInput, "yolo5");
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'yolov5'?"));
  }
}

TEST(RecogniseTest, TakesTheNamesOfModelsOfTheSameLayout) {
  EXPECT_EQ(recognise_shapes({{1, 25200, 85}}, kInput, "yolov7").family->name, "yolov5");
  EXPECT_EQ(recognise_shapes({{1, 84, 8400}}, kInput, "yolo11").family->name, "yolov8");
  EXPECT_EQ(recognise_shapes({{1, 300, 6}}, kInput, "yolov10").family->name, "end2end");
}

TEST(RecogniseTest, TakesTheFamilyThatWasAskedFor) {
  EXPECT_EQ(recognise_shapes({{1, 25200, 85}}, kInput, "yolov5").family->name, "yolov5");
}

}  // namespace
}  // namespace millrace::models
