#include "models/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry_shapes.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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

TEST(RecogniseTest, KnowsRtdetrByRowsWithAsManyScoresAsLabels) {
  const Recognition found = recognise_shapes({{1, 300, 84}});
  EXPECT_EQ(found.family->name, "rtdetr");
  EXPECT_EQ(found.match.class_count, 80U);
  ModelTraits model = traits({{1, 300, 7}});
  model.label_count = 3;
  EXPECT_EQ(family_of(model), "rtdetr");
}

TEST(RecogniseTest, KnowsRtdetrOfAnyNumberOfClassesByItsFractions) {
  for (const std::size_t columns : {5U, 6U, 38U}) {
    ModelTraits model = traits({{1, 300, columns}});
    model.boxes_are_fractions = true;
    EXPECT_EQ(family_of(model), "rtdetr") << columns;
  }
}

TEST(RecogniseTest, TellsRowsOfSixByWhatTheGraphMakesThemOf) {
  ModelTraits model = traits({{1, 300, 6}});
  model.label_count = 2;
  EXPECT_EQ(family_of(model), "end2end");
  model.has_class_column = true;
  EXPECT_EQ(family_of(model), "end2end");
  model.boxes_are_fractions = true;
  EXPECT_EQ(family_of(model), "rtdetr-end2end");
  EXPECT_EQ(family_of(model, "rtdetr"), "rtdetr-end2end");
  model.has_class_column = false;
  EXPECT_EQ(family_of(model), "rtdetr");
}

TEST(RecogniseTest, TakesRowsOfSixForRtdetrIfAsked) {
  const ModelTraits model = traits({{1, 300, 6}});
  EXPECT_EQ(family_of(model, "rtdetr"), "rtdetr");
  EXPECT_EQ(family_of(model, "rtdetr-end2end"), "rtdetr-end2end");
}

TEST(RecogniseTest, KnowsSsdByItsRowsOfSeven) {
  const Recognition found = recognise_shapes({{1, 1, 100, 7}}, {300, 300});
  EXPECT_EQ(found.family->name, "ssd");
  EXPECT_FALSE(found.match.class_count);
}

TEST(RecogniseTest, TakesTheNamesOfModelsOfTheSameLayout) {
  EXPECT_EQ(recognise_shapes({{1, 25200, 85}}, kInput, "yolov7").family->name, "yolov5");
  EXPECT_EQ(recognise_shapes({{1, 84, 8400}}, kInput, "yolo11").family->name, "yolov8");
  EXPECT_EQ(recognise_shapes({{1, 300, 6}}, kInput, "yolov10").family->name, "end2end");
}

TEST(RecogniseTest, TakesTheFamilyThatWasAskedForAgainstTheRowCount) {
  EXPECT_EQ(recognise_shapes({{1, 25200, 6}}, kInput, "end2end").family->name, "end2end");
  EXPECT_EQ(recognise_shapes({{1, 300, 6}}, kInput, "yolov5").family->name, "yolov5");
}

TEST(RecogniseTest, WantsOnlyWhatDecodingNeedsOfAFamilyThatWasAskedFor) {
  const Recognition rows = recognise_shapes({{1, 777, 85}}, kInput, "yolov5");
  EXPECT_EQ(rows.match.class_count, 80U);
  EXPECT_THAT(rows.match.strides, IsEmpty());
  EXPECT_EQ(recognise_shapes({{1, 84, 777}}, kInput, "yolov8").match.class_count, 80U);
  EXPECT_THAT(recognise_shapes({{1, 2100, 85}}, kInput, "yolox").match.strides, ElementsAre(16, 32, 64));
}

TEST(RecogniseTest, FindsTheRowsAmongOtherOutputsOfAFamilyThatWasAskedFor) {
  EXPECT_EQ(recognise_shapes({{1, 32, 160, 160}, {1, 116, 8400}}, kInput, "yolov8").match.output_index, 1U);
}

TEST(RecogniseTest, TellsRowsFromColumnsBySmallInputsToo) {
  // At 64x64 there are 84 cells, as many as YOLOv8 has numbers for each of COCO's boxes.
  EXPECT_EQ(recognise_shapes({{1, 84, 84}}, {64, 64}).family->name, "yolov8");
  EXPECT_EQ(recognise_shapes({{1, 84, 85}}, {64, 64}).family->name, "yolox");
  EXPECT_EQ(recognise_shapes({{1, 252, 85}}, {64, 64}).family->name, "yolov5");
}

TEST(RecogniseTest, BelievesTheNumberOfLabelsWhereSeveralFamiliesFit) {
  ModelTraits model = traits({{1, 84, 84}}, {64, 64});
  model.label_count = 79;
  EXPECT_EQ(family_of(model), "yolox");
  model.label_count = 80;
  EXPECT_EQ(family_of(model), "yolov8");
}

TEST(RecogniseTest, ExpectsCocosClassesWhereThereAreNoLabels) {
  // At 64x64, 84 is the number of cells, too.
  EXPECT_EQ(recognise_shapes({{1, 84, 340}}, {64, 64}).family->name, "yolov8");
}

TEST(RecogniseTest, BelievesTheExportersStride) {
  ModelTraits model = traits({{1, 84, 85}}, {64, 64});
  model.label_count = 80;
  EXPECT_EQ(family_of(model), "yolox");
  model.largest_stride = 64;
  EXPECT_EQ(family_of(model), "yolov8");
}

TEST(RecogniseTest, NamesTheOtherFamiliesThatFit) {
  EXPECT_THAT(recognise_shapes({{1, 84, 85}}, {64, 64}).others, ElementsAre("yolov8"));
  EXPECT_THAT(recognise_shapes({{1, 84, 8400}}).others, IsEmpty());
}

TEST(RecogniseTest, LooksForItsOutputAmongOthersWhenAskedFor) {
  EXPECT_EQ(recognise_shapes({{1, 1, 1, 1}, {1, 1, 10, 7}}, kInput, "ssd").match.output_index, 1U);
  EXPECT_EQ(recognise_shapes({{1, 1}, {10, 7}}, kInput, "yolov7-end2end").match.output_index, 1U);
  EXPECT_EQ(recognise_shapes({{1, 1}, {kOpen, kOpen, kOpen}}, kInput, "end2end").match.output_index, 1U);
}

TEST(RecogniseTest, DoesNotTakeRowsOfAGridWithoutABatchForBoxes) {
  EXPECT_THAT(recognition_refusal({{25200, 7}}), HasSubstr("it gives [25200,7]"));
}

TEST(RecogniseTest, CountsTheRowsOfALargeInputAndOfRectangles) {
  EXPECT_THAT(recognise_shapes({{1, 84, 33600}}, {1280, 1280}).match.strides, ElementsAre(8, 16, 32));
  EXPECT_EQ(recognise_shapes({{1, 945, 85}}, {96, 160}).family->name, "yolov5");
  EXPECT_EQ(recognise_shapes({{1, 945, 85}}, {160, 96}).family->name, "yolov5");
  EXPECT_EQ(recognise_shapes({{1, 84, 315}}, {96, 160}).family->name, "yolov8");
}

TEST(RecogniseTest, TakesAUsualLimitOfBoxesAtUnusualStridesForChosenBoxes) {
  // 160x128 has 100 cells at strides 16 and 32, 320x320 has 500.
  EXPECT_EQ(recognise_shapes({{1, 300, 6}}, {160, 128}).family->name, "end2end");
  EXPECT_EQ(recognise_shapes({{1, 500, 6}}, {320, 320}).family->name, "end2end");
  EXPECT_EQ(recognise_shapes({{1, 1200, 6}}, {512, 160}).family->name, "yolov5");
}

TEST(RecogniseTest, BelievesAGraphThatChoosesBoxesAgainstTheRowCount) {
  ModelTraits model = traits({{1, 8400, 6}});
  EXPECT_EQ(family_of(model), "yolox");
  model.chooses_boxes = true;
  EXPECT_EQ(family_of(model), "end2end");
  model.outputs = {{1, 8400, 85}};
  EXPECT_EQ(family_of(model), "yolox");
}

TEST(RecogniseTest, TellsADecodedYoloxByTheGraph) {
  ModelTraits model = traits({{1, 8400, 85}});
  EXPECT_EQ(family_of(model), "yolox");
  EXPECT_EQ(family_of(model, "yolox-decoded"), "yolox-decoded");
  model.has_exponential = true;
  EXPECT_EQ(family_of(model), "yolox-decoded");
  EXPECT_EQ(family_of(model, "yolox"), "yolox-decoded");
  EXPECT_EQ(family_of(model, "yolox-raw"), "yolox");
  model.outputs = {{1, 2100, 85}};
  EXPECT_EQ(family_of(model, "yolox"), "yolox-decoded");
  model.has_exponential = false;
  EXPECT_EQ(family_of(model, "yolox"), "yolox");
  model.outputs = {{1, 777, 85}};
  EXPECT_EQ(family_of(model, "yolox-decoded"), "yolox-decoded");
}

TEST(RecogniseTest, KnowsYolov7sEndToEndExportByItsRowsOfSeven) {
  EXPECT_EQ(recognise_shapes({{100, 7}}).family->name, "yolov7-end2end");
  EXPECT_EQ(recognise_shapes({{kOpen, 7}}).family->name, "yolov7-end2end");
  EXPECT_EQ(recognise_shapes({{100, 7}}, kInput, "yolov7").family->name, "yolov7-end2end");
}

TEST(RecogniseTest, DoesNotTakeSevenClassesForYolov7sEndToEndExport) {
  EXPECT_THAT(recognition_refusal({{1, 7}}), HasSubstr("classification"));
}

TEST(RecogniseTest, TakesAnOpenNumberOfBoxes) {
  EXPECT_EQ(recognise_shapes({{1, kOpen, 6}}).family->name, "end2end");
  EXPECT_EQ(recognise_shapes({{kOpen, kOpen, 6}}).family->name, "end2end");
  ModelTraits model = traits({{kOpen, kOpen, kOpen}});
  model.chooses_boxes = true;
  EXPECT_EQ(family_of(model), "end2end");
  model.outputs = {{kOpen, kOpen}};
  EXPECT_EQ(family_of(model), "yolov7-end2end");
}

}  // namespace
}  // namespace millrace::models
