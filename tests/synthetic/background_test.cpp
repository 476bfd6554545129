#include "models/background.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "openvino/op/ops.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Labels = std::vector<std::string>;

template <class Operation>
std::shared_ptr<ov::Model> model_of_boxes(const typename Operation::Attributes& attributes) {
  constexpr std::size_t kBoxes = 2;
  constexpr std::size_t kClasses = 3;
  const auto places = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, 4 * kBoxes});
  const auto scores = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, kClasses * kBoxes});
  const auto priors = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, 2, 4 * kBoxes});
  const auto boxes = std::make_shared<Operation>(places, scores, priors, attributes);
  return std::make_shared<ov::Model>(ov::OutputVector{boxes}, ov::ParameterVector{places, scores, priors});
}

TEST(BackgroundTest, IsTheFirstClassIfTheGraphDoesNotTell) {
  const auto input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1});
  const Background background = background_of(ov::Model(ov::OutputVector{input}, ov::ParameterVector{input}));
  EXPECT_EQ(background.class_id.value, 0);
  EXPECT_FALSE(background.class_count);
}

TEST(BackgroundTest, IsTheClassThatDetectionOutputNames) {
  ov::op::v0::DetectionOutput::Attributes old;
  old.num_classes = 3;
  old.background_label_id = 2;
  old.normalized = true;
  old.keep_top_k = {2};
  old.nms_threshold = 0.5F;
  const Background background = background_of(*model_of_boxes<ov::op::v0::DetectionOutput>(old));
  EXPECT_EQ(background.class_id.value, 2);
  EXPECT_EQ(background.class_count, 3U);
  ov::op::v8::DetectionOutput::Attributes newer;
  newer.background_label_id = 1;
  newer.normalized = true;
  newer.keep_top_k = {2};
  newer.nms_threshold = 0.5F;
  EXPECT_EQ(background_of(*model_of_boxes<ov::op::v8::DetectionOutput>(newer)).class_id.value, 1);
}

TEST(WithBackgroundTest, AddsANameThatTheListLeavesOut) {
  EXPECT_THAT(with_background({"cat", "dog"}, {}), ElementsAre("background", "cat", "dog"));
  EXPECT_THAT(with_background({"cat", "dog"}, {.class_id = {2, ""}, .class_count = 3}),
              ElementsAre("cat", "dog", "background"));
}

TEST(WithBackgroundTest, LeavesAListThatHasOne) {
  const Labels labels{"__Background__", "cat"};
  EXPECT_EQ(with_background(labels, {}), labels);
  const Labels tensorflow{"???", "cat"};
  EXPECT_EQ(with_background(tensorflow, {}), tensorflow);
  const Labels unnamed{"no vehicle", "vehicle"};
  EXPECT_EQ(with_background(unnamed, {.class_count = 2}), unnamed);
}

TEST(WithBackgroundTest, AddsNothingWhereNoNamesAreKnown) {
  EXPECT_THAT(with_background({}, {}), IsEmpty());
}

}  // namespace
}  // namespace millrace::models
