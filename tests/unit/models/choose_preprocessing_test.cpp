#include "models/choose_preprocessing.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Preprocessing choose(const PreprocessingInfo& info, const BuiltInSteps& built_in = {}, bool is_as_fed = false) {
  return choose_preprocessing(info, built_in, FitRule::kCentre,
                              {.channels = ChannelOrder::kRgb, .scale = {255}, .is_as_fed = is_as_fed}, "yolov8",
                              "m.xml");
}

/// Pixels go in as they are, as `inside` says.
void expect_scaled_inside(const Preprocessing& chosen, const std::string& inside) {
  EXPECT_THAT(chosen.mean.value, IsEmpty());
  EXPECT_THAT(chosen.scale.value, IsEmpty());
  EXPECT_EQ(chosen.scale.origin, "done inside the model: " + inside);
  EXPECT_FALSE(chosen.is_scale_assumed);
}

std::string preprocessing_refusal(const PreprocessingInfo& info) {
  try {
    choose(info);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kModel);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(PreprocessingTest, FollowsTheFamilyWhereTheModelSaysNothing) {
  const Preprocessing chosen = choose({});
  EXPECT_EQ(chosen.fit.value, FitRule::kCentre);
  EXPECT_EQ(chosen.fit.origin, "family yolov8");
  EXPECT_EQ(chosen.pad_value.value, 114);
  EXPECT_EQ(chosen.channels.value, ChannelOrder::kRgb);
  EXPECT_THAT(chosen.scale.value, ElementsAre(255));
  EXPECT_THAT(chosen.mean.value, IsEmpty());
}

TEST(PreprocessingTest, FollowsWhatUltralyticsWrites) {
  const Preprocessing chosen = choose({.resize_type = "fit_to_window_letterbox",
                                       .pad_value = "114",
                                       .reverse_input_channels = "YES",
                                       .scale_values = "255"});
  EXPECT_EQ(chosen.fit.value, FitRule::kCentre);
  EXPECT_EQ(chosen.fit.origin, "rt_info/model_info/resize_type");
  EXPECT_EQ(chosen.channels.value, ChannelOrder::kRgb);
  EXPECT_EQ(chosen.channels.origin, "rt_info/model_info/reverse_input_channels");
}

TEST(PreprocessingTest, FollowsWhatModelApiWrites) {
  const Preprocessing chosen = choose({.resize_type = "standard",
                                       .pad_value = "0",
                                       .reverse_input_channels = "False",
                                       .mean_values = "123.675 116.28 103.53",
                                       .scale_values = "58.395 57.12 57.375"});
  EXPECT_EQ(chosen.fit.value, FitRule::kStretch);
  EXPECT_EQ(chosen.pad_value.value, 0);
  EXPECT_EQ(chosen.channels.value, ChannelOrder::kBgr);
  EXPECT_THAT(chosen.mean.value, ElementsAre(123.675F, 116.28F, 103.53F));
  EXPECT_THAT(chosen.scale.value, ElementsAre(58.395F, 57.12F, 57.375F));
  EXPECT_EQ(choose({.resize_type = "fit_to_window"}).fit.value, FitRule::kTopLeft);
  EXPECT_EQ(choose({.reverse_input_channels = "1"}).channels.value, ChannelOrder::kRgb);
}

TEST(PreprocessingTest, NamesTheKeyThatCannotBeMeant) {
  EXPECT_THAT(preprocessing_refusal({.resize_type = "crop"}),
              HasSubstr("m.xml: rt_info/model_info/resize_type is 'crop'"));
  EXPECT_THAT(preprocessing_refusal({.pad_value = "256"}), HasSubstr("pad_value is '256'; a number from 0 to 255"));
  EXPECT_THAT(preprocessing_refusal({.reverse_input_channels = "perhaps"}), HasSubstr("YES or NO"));
  EXPECT_THAT(preprocessing_refusal({.mean_values = "1 2"}), HasSubstr("one number or three"));
  EXPECT_THAT(preprocessing_refusal({.scale_values = "1 0 1"}), HasSubstr("none of them 0"));
}

TEST(PreprocessingTest, ScalesNoPixelsThatTheGraphScales) {
  expect_scaled_inside(choose({}, {.scaling = "its graph begins with pixel / 255"}),
                       "its graph begins with pixel / 255");
  expect_scaled_inside(choose({.scale_values = "255"}, {.scaling = "x"}), "x");
}

TEST(PreprocessingTest, ScalesNoPixelsForAModelThatTakesBytes) {
  const Preprocessing chosen = choose({}, {.takes_bytes = true});
  expect_scaled_inside(chosen, "its input takes u8");
  EXPECT_EQ(chosen.channels.value, ChannelOrder::kRgb);
}

TEST(PreprocessingTest, ScalesNoPixelsThatTheConverterBuiltIn) {
  expect_scaled_inside(choose({.converted_scale = "[255.0]"}), "rt_info/conversion_parameters/scale_values");
  expect_scaled_inside(choose({.converted_mean = "images[123.675,116.28,103.53]"}),
                       "rt_info/conversion_parameters/mean_values");
}

TEST(PreprocessingTest, TakesNoValuesOfFractionsForScaledPixels) {
  for (const char* text : {"", "None", "()", "[1.0]", "[0.485,0.456,0.406]"}) {
    EXPECT_THAT(choose({.converted_scale = text}).scale.value, ElementsAre(255)) << text;
  }
}

TEST(PreprocessingTest, GivesTheOtherOrderToAModelThatReversesChannels) {
  const Preprocessing by_graph = choose({}, {.reverses_channels = true});
  EXPECT_EQ(by_graph.channels.value, ChannelOrder::kBgr);
  EXPECT_EQ(by_graph.channels.origin, "family yolov8 wants RGB, and its graph begins by reversing the channels");
  EXPECT_EQ(choose({.converted_reversal = "True"}).channels.value, ChannelOrder::kBgr);
  EXPECT_EQ(choose({.converted_reversal = "True"}, {.reverses_channels = true}).channels.value, ChannelOrder::kBgr);
  EXPECT_EQ(choose({.converted_reversal = "False"}).channels.value, ChannelOrder::kRgb);
}

TEST(PreprocessingTest, KeepsAnOrderThatIsAsFedWhateverIsReversedInside) {
  EXPECT_EQ(choose({}, {.reverses_channels = true}, true).channels.value, ChannelOrder::kRgb);
}

TEST(PreprocessingTest, LeavesEverythingToEmbeddedProcessing) {
  const Preprocessing chosen =
      choose({.reverse_input_channels = "YES", .scale_values = "255", .embedded_processing = "True"});
  expect_scaled_inside(chosen, "rt_info/model_info/embedded_processing");
  EXPECT_EQ(chosen.channels.value, ChannelOrder::kBgr);
}

TEST(PreprocessingTest, SaysWhetherTheScaleIsAssumed) {
  EXPECT_TRUE(choose({}).is_scale_assumed);
  EXPECT_FALSE(choose({.scale_values = "255"}).is_scale_assumed);
  EXPECT_FALSE(choose({.mean_values = "0"}).is_scale_assumed);
}

}  // namespace
}  // namespace millrace::models
