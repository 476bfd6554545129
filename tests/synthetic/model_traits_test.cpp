#include "models/model_traits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/giving_model.hpp"
#include "openvino/core/model.hpp"
#include "openvino/op/concat.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/convolution.hpp"
#include "openvino/op/exp.hpp"
#include "openvino/op/gather.hpp"
#include "openvino/op/multiply.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/sigmoid.hpp"
#include "openvino/op/topk.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;

using Node = ov::Output<ov::Node>;

constexpr Size kSize{8, 8};

Node convolution(const Node& input) {
  return std::make_shared<ov::op::v1::Convolution>(
      input, ov::op::v0::Constant::create(ov::element::f32, {3, 3, 1, 1}, {1.0F}), ov::Strides{1, 1},
      ov::CoordinateDiff{0, 0}, ov::CoordinateDiff{0, 0}, ov::Strides{1, 1});
}

Node best(const Node& input) {
  return std::make_shared<ov::op::v11::TopK>(input, ov::op::v0::Constant::create(ov::element::i64, {}, {2}), 3,
                                             ov::op::TopKMode::MAX, ov::op::TopKSortType::SORT_VALUES)
      ->output(0);
}

Node exponential(const Node& input) {
  return std::make_shared<ov::op::v0::Exp>(input);
}

Node two_channels(const Node& input) {
  return std::make_shared<ov::op::v8::Gather>(input, ov::op::v0::Constant::create(ov::element::i64, {2}, {0, 1}),
                                              ov::op::v0::Constant::create(ov::element::i64, {1}, {1}));
}

template <class Body>
ModelTraits traits(Body body) {
  const auto input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, 3, 8, 8});
  return traits_of(ov::Model(ov::OutputVector{body(Node(input))}, ov::ParameterVector{input}), kSize, 4, 32);
}

TEST(ModelTraitsTest, SeeWhatComesAfterTheLastConvolutions) {
  const auto chosen = traits([](const Node& input) { return best(convolution(input)); });
  EXPECT_TRUE(chosen.chooses_boxes);
  EXPECT_FALSE(chosen.has_exponential);
  const auto decoded = traits([](const Node& input) { return exponential(two_channels(convolution(input))); });
  EXPECT_FALSE(decoded.chooses_boxes);
  EXPECT_TRUE(decoded.has_exponential);
}

Node zeros(const ov::Shape& shape) {
  return ov::op::v0::Constant::create(ov::element::f32, shape, {0.0F});
}

Node joined(const ov::OutputVector& parts) {
  return std::make_shared<ov::op::v0::Concat>(parts, -1);
}

TEST(ModelTraitsTest, SeeBoxesThatAreFractions) {
  const auto sigmoid = [] { return std::make_shared<ov::op::v0::Sigmoid>(zeros({1, 9, 4})); };
  const auto direct = traits([&](const Node&) { return joined({sigmoid(), zeros({1, 9, 2})}); });
  EXPECT_TRUE(direct.boxes_are_fractions);
  EXPECT_FALSE(direct.has_class_column);
  const auto chosen = traits([&](const Node&) {
    const Node some = std::make_shared<ov::op::v8::Gather>(
        sigmoid(), ov::op::v0::Constant::create(ov::element::i64, {5}, {0, 1, 2, 3, 4}),
        ov::op::v0::Constant::create(ov::element::i64, {}, {1}));
    return joined({some, zeros({1, 5, 1}), zeros({1, 5, 1})});
  });
  EXPECT_TRUE(chosen.boxes_are_fractions);
  EXPECT_TRUE(chosen.has_class_column);
}

TEST(ModelTraitsTest, TakeNoOtherRowsForFractions) {
  const auto sigmoid = [](std::size_t columns) {
    return std::make_shared<ov::op::v0::Sigmoid>(zeros({1, 9, columns}));
  };
  EXPECT_FALSE(traits([&](const Node&) { return joined({sigmoid(2), sigmoid(4)}); }).boxes_are_fractions);
  EXPECT_FALSE(traits([&](const Node&) { return joined({zeros({1, 9, 4}), sigmoid(2)}); }).boxes_are_fractions);
  EXPECT_FALSE(traits([&](const Node&) { return sigmoid(6)->output(0); }).boxes_are_fractions);
  const auto scaled = traits(
      [&](const Node&) { return joined({std::make_shared<ov::op::v1::Multiply>(sigmoid(4), zeros({})), sigmoid(2)}); });
  EXPECT_FALSE(scaled.boxes_are_fractions);
}

TEST(ModelTraitsTest, SeeNothingBeforeTheLastConvolutions) {
  const auto model = traits([](const Node& input) { return convolution(exponential(best(input))); });
  EXPECT_FALSE(model.chooses_boxes);
  EXPECT_FALSE(model.has_exponential);
}

TEST(ModelTraitsTest, HoldOpenDimensionsAndTheLabels) {
  const auto model = model_giving({GivenOutput({100, 7})}, {.chooses_rows = true});
  const ModelTraits found = traits_of(*model, kSize, 4, 32);
  ASSERT_EQ(found.outputs.size(), 1U);
  EXPECT_THAT(found.outputs[0], ElementsAre(kOpen, 7U));
  EXPECT_EQ(found.label_count, 4U);
  EXPECT_EQ(found.largest_stride, 32);
}

TEST(ModelTraitsTest, SeeTheExponentialOfTwoNumbersABoxOnly) {
  const auto with = [](const ov::Shape& shape) {
    return traits(
               [&](const Node&) { return exponential(ov::op::v0::Constant::create(ov::element::f32, shape, {0.0F})); })
        .has_exponential;
  };
  EXPECT_TRUE(with({1, 84, 2}));
  EXPECT_TRUE(with({1, 2, 8, 8}));
  EXPECT_FALSE(with({1, 84, 7}));
  EXPECT_FALSE(with({}));
}

}  // namespace
}  // namespace millrace::models
