#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/registry.hpp"
#include "registry_shapes.hpp"

namespace millrace::models {
namespace {

using ::testing::HasSubstr;

TEST(RecogniseTest, TakesMasksAndKeypointsForNoScoresOfRtdetr) {
  for (const std::size_t columns : {38U, 57U, 7U}) {
    EXPECT_THAT(recognition_refusal({{1, 300, columns}}), HasSubstr("cannot be used for detection")) << columns;
  }
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
  EXPECT_THAT(recognition_refusal({{1, 84, 8001}}), HasSubstr("another input size"));
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

TEST(RecogniseTest, RefusesYoloxRowsWhoseCellsAreUnknownAlthoughAskedFor) {
  EXPECT_THAT(recognition_refusal({{1, 777, 85}}, kInput, "yolox"), HasSubstr("family 'yolox' wants [1,8400,"));
}

TEST(RecogniseTest, SaysWhatAModelIsTakenForWithoutTheFamilyThatWasAskedFor) {
  EXPECT_THAT(
      recognition_refusal({{1, 25200, 85}}, kInput, "ssd"),
      HasSubstr(
          "which is taken for yolov5 without --family; if you know better, it could be read with --family yolov5"));
}

TEST(RecogniseTest, NamesTheWayOutForRareStrides) {
  EXPECT_THAT(recognition_refusal({{1, 6300, 6}}),
              HasSubstr("looks like yolov5 at the rare strides 16, 32, 64 (--family yolov5 takes it for that)"));
  EXPECT_EQ(recognise_shapes({{1, 6300, 6}}, kInput, "yolov5").match.class_count, 1U);
}

TEST(RecogniseTest, NamesTheFamiliesThatCouldReadWhatItRefuses) {
  EXPECT_THAT(recognition_refusal({{1, 84, 8000}}),
              HasSubstr("it could be read with --family yolov5 or yolov8; family"));
}

TEST(RecogniseTest, RefusesOpenShapesThatNothingExplains) {
  EXPECT_THAT(recognition_refusal({{1, kOpen, 85}}), HasSubstr("it gives [1,?,85]"));
  EXPECT_THAT(recognition_refusal({{kOpen, kOpen, kOpen}}), HasSubstr("it gives [?,?,?]"));
}

TEST(RecogniseTest, NamesBoxesWithMoreThanAClass) {
  ModelTraits model = traits({{1, 300, 57}});
  model.chooses_boxes = true;
  try {
    recognise(model, "", "m.onnx");
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("with masks, keypoints or angles"));
  }
}

}  // namespace
}  // namespace millrace::models
