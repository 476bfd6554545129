#include "cli/inspect/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/golden.hpp"
#include "sample_spec.hpp"

namespace millrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(InspectTextTest, SaysWhereEachValueCameFrom) {
  const std::string text = inspect_text(sample_spec());
  EXPECT_THAT(text, HasSubstr("family       yolox (84 rows)\n"));
  EXPECT_THAT(text, HasSubstr("input size   64x32 (the input's shape)\n"));
  EXPECT_THAT(text, HasSubstr("classes      2 (a file)\n             cat, hot dog\n"));
  EXPECT_THAT(text, HasSubstr("resize       stretched (model_info)\n"));
  EXPECT_THAT(text, HasSubstr("colours      BGR (family yolox)\n"));
  EXPECT_THAT(text, HasSubstr("mean         0 (family yolox)\n"));
  EXPECT_THAT(text, HasSubstr("scale        58.4 57.1 57.4 (model_info)\n"));
  EXPECT_THAT(text, HasSubstr("score above  0.25 (family yolox)\n"));
}

TEST(InspectTextTest, NamesThePortsAndPointsAtTheDetections) {
  const std::string text = inspect_text(sample_spec());
  EXPECT_THAT(text, HasSubstr("input        f32 [1,3,32,64], \"images\"\n"));
  EXPECT_THAT(text, HasSubstr("output 0     f32 [1,3,8,8,7], \"head\": not used\n"));
  EXPECT_THAT(text, HasSubstr("output 1     f32 [1,84,7], no name: the detections\n"));
}

TEST(InspectTextTest, SaysHowLargeTheModelIs) {
  ModelSpec spec = sample_spec();
  EXPECT_THAT(inspect_text(spec), HasSubstr("parameters   1.25 million in 2.50 MB\n"
                                            "operations   5: 3 Convolution, 2 Relu\n"
                                            "work         0.50 GFLOP for a picture of 64x32 (convolutions and matrix"));
  spec.size = {.parameters = 12, .weight_bytes = 4800, .operations = std::vector<OperationCount>(7, {"Relu", 1})};
  EXPECT_THAT(inspect_text(spec), HasSubstr("parameters   12 in 4.80 kB\n"));
  EXPECT_THAT(inspect_text(spec), HasSubstr("1 Relu, ...\n"));
  EXPECT_THAT(inspect_text(spec), Not(HasSubstr("work")));
}

TEST(InspectTextTest, ShowsTheBackgroundAndTheClassesThatWereAskedFor) {
  ModelSpec spec = sample_spec();
  spec.background = {0, "usual for SSD"};
  spec.classes = {1};
  EXPECT_THAT(inspect_text(spec), HasSubstr("background   class 0: never reported (usual for SSD)\n"
                                            "only         hot dog (given)\n"));
}

TEST(InspectTextTest, SaysWhenNoBoxIsDropped) {
  ModelSpec spec = sample_spec();
  EXPECT_THAT(inspect_text(spec), Not(HasSubstr("none is dropped")));
  spec.iou.value = 1;
  EXPECT_THAT(inspect_text(spec), HasSubstr("IoU up to    1: none is dropped (given)"));
}

TEST(InspectTextTest, CutsAVeryLongListOfLabels) {
  ModelSpec spec = sample_spec();
  spec.labels.value.assign(1000, "thing");
  EXPECT_THAT(inspect_text(spec), HasSubstr("and 900 more"));
}

TEST(InspectTextTest, IsWhatTheGoldenFileHolds) {
  expect_golden_text("unit/cli/inspect/golden/yolox.txt", inspect_text(sample_spec()));
}

}  // namespace
}  // namespace millrace::cli
