#include "models/model_size.hpp"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "openvino/op/ops.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

using ov::op::v0::Constant;
using ov::op::v0::Parameter;

constexpr double kGiga = 1e9;

std::shared_ptr<Constant> weights(const ov::Shape& shape) {
  return Constant::create(ov::element::f32, shape, {0.0F});
}

std::shared_ptr<Parameter> input_of(const ov::PartialShape& shape) {
  return std::make_shared<Parameter>(ov::element::f32, shape);
}

ModelSize size_of(const ov::Output<ov::Node>& output, const std::shared_ptr<Parameter>& input) {
  return model_size_of(ov::Model(ov::OutputVector{output}, ov::ParameterVector{input}));
}

ModelSize size_of_convolution(const ov::PartialShape& picture) {
  const auto input = input_of(picture);
  return size_of(
      std::make_shared<ov::op::v1::Convolution>(input, weights({8, 3, 3, 3}), ov::Strides{2, 2},
                                                ov::CoordinateDiff{1, 1}, ov::CoordinateDiff{1, 1}, ov::Strides{1, 1}),
      input);
}

TEST(ModelSizeTest, CountsNumbersAndBytesOfWeights) {
  const ModelSize size = size_of_convolution({1, 3, 10, 10});
  EXPECT_EQ(size.parameters, 8U * 27);
  EXPECT_EQ(size.weight_bytes, 4U * 8 * 27);
}

TEST(ModelSizeTest, CountsCompressedWeightsAndNoIndices) {
  const auto input = input_of({3, 4});
  const auto small =
      std::make_shared<ov::op::v0::Convert>(Constant::create(ov::element::i8, {4, 5}, {1}), ov::element::f32);
  const auto product = std::make_shared<ov::op::v0::MatMul>(input, small);
  const auto flat =
      std::make_shared<ov::op::v1::Reshape>(product, Constant::create(ov::element::i64, {1}, {15}), false);
  const ModelSize size = size_of(flat, input);
  EXPECT_EQ(size.parameters, 20U);
  EXPECT_EQ(size.weight_bytes, 20U);
}

TEST(ModelSizeTest, CountsOperationsByType) {
  const auto input = input_of({1});
  const auto twice = std::make_shared<ov::op::v0::Relu>(std::make_shared<ov::op::v0::Relu>(input));
  const ModelSize size = size_of(std::make_shared<ov::op::v1::Add>(twice, weights({1})), input);
  EXPECT_THAT(size.operations, ElementsAre(Field(&OperationCount::type, "Relu"), Field(&OperationCount::type, "Add")));
  EXPECT_EQ(size.operations.front().count, 2U);
}

TEST(ModelSizeTest, CountsTheWorkOfConvolutions) {
  EXPECT_DOUBLE_EQ(size_of_convolution({1, 3, 10, 10}).gflop, 2.0 * 8 * 5 * 5 * 27 / kGiga);
  EXPECT_EQ(size_of_convolution({1, 3, -1, -1}).gflop, 0);
  const auto input = input_of({1, 4, 10, 10});
  const auto depthwise = std::make_shared<ov::op::v1::GroupConvolution>(input, weights({4, 1, 1, 3, 3}),
                                                                        ov::Strides{1, 1}, ov::CoordinateDiff{1, 1},
                                                                        ov::CoordinateDiff{1, 1}, ov::Strides{1, 1});
  EXPECT_DOUBLE_EQ(size_of(depthwise, input).gflop, 2.0 * 4 * 100 * 9 / kGiga);
  const auto larger = std::make_shared<ov::op::v1::ConvolutionBackpropData>(
      input, weights({4, 6, 2, 2}), ov::Strides{2, 2}, ov::CoordinateDiff{0, 0}, ov::CoordinateDiff{0, 0},
      ov::Strides{1, 1});
  EXPECT_DOUBLE_EQ(size_of(larger, input).gflop, 2.0 * 400 * 6 * 4 / kGiga);
}

TEST(ModelSizeTest, CountsTheWorkOfMatrixProducts) {
  const auto input = input_of({2, 3, 4});
  EXPECT_DOUBLE_EQ(size_of(std::make_shared<ov::op::v0::MatMul>(input, weights({4, 5})), input).gflop,
                   2.0 * 2 * 3 * 5 * 4 / kGiga);
  EXPECT_DOUBLE_EQ(size_of(std::make_shared<ov::op::v0::MatMul>(input, weights({3, 5}), true), input).gflop,
                   2.0 * 2 * 4 * 5 * 3 / kGiga);
}

}  // namespace
}  // namespace millrace::models
