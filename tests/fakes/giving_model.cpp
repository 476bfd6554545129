#include "giving_model.hpp"

#include "openvino/core/model.hpp"
#include "openvino/op/add.hpp"
#include "openvino/op/concat.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/convert.hpp"
#include "openvino/op/divide.hpp"
#include "openvino/op/exp.hpp"
#include "openvino/op/gather.hpp"
#include "openvino/op/log.hpp"
#include "openvino/op/multiply.hpp"
#include "openvino/op/non_zero.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/reduce_mean.hpp"
#include "openvino/op/sigmoid.hpp"
#include "openvino/op/squeeze.hpp"
#include "openvino/op/subtract.hpp"
#include "openvino/op/variadic_split.hpp"

namespace millrace {
namespace {

using ov::op::v0::Constant;
using Node = ov::Output<ov::Node>;

Node product(const Node& a, const Node& b) {
  return std::make_shared<ov::op::v1::Multiply>(a, b);
}

Node sum(const Node& a, const Node& b) {
  return std::make_shared<ov::op::v1::Add>(a, b);
}

Node whole_numbers(const std::vector<int>& values) {
  return Constant::create(ov::element::i64, {values.size()}, values);
}

Node mean_of(const Node& input, std::size_t channel) {
  const Node of_each = std::make_shared<ov::op::v1::ReduceMean>(input, whole_numbers({0, 2, 3}), false);
  const Node one =
      std::make_shared<ov::op::v8::Gather>(of_each, whole_numbers({static_cast<int>(channel)}), whole_numbers({0}));
  return std::make_shared<ov::op::v0::Squeeze>(one, whole_numbers({0}));
}

Node rows_that_count(const Node& rows) {
  const Node last = std::make_shared<ov::op::v8::Gather>(rows, whole_numbers({6}), whole_numbers({1}));
  const Node places = std::make_shared<ov::op::v3::NonZero>(
      std::make_shared<ov::op::v0::Squeeze>(last, whole_numbers({1})), ov::element::i64);
  return std::make_shared<ov::op::v8::Gather>(rows, std::make_shared<ov::op::v0::Squeeze>(places, whole_numbers({0})),
                                              whole_numbers({0}));
}

// What a sigmoid makes `fractions`.
Node from_sigmoid(const Node& fractions) {
  const Node rest = std::make_shared<ov::op::v1::Subtract>(Constant::create(ov::element::f32, {}, {1.0F}), fractions);
  const Node odds = std::make_shared<ov::op::v1::Divide>(fractions, rest);
  return std::make_shared<ov::op::v0::Sigmoid>(std::make_shared<ov::op::v0::Log>(odds));
}

Node put_together(const Node& rows, const std::vector<int>& parts) {
  const auto split = std::make_shared<ov::op::v1::VariadicSplit>(rows, Constant::create(ov::element::i64, {}, {2}),
                                                                 whole_numbers(parts));
  ov::OutputVector columns = split->outputs();
  columns.front() = from_sigmoid(columns.front());
  return std::make_shared<ov::op::v0::Concat>(columns, 2);
}

Node output_of(const GivenOutput& output, const Node& input, const GivenModel& wanted) {
  std::vector<float> mask(output.values.size(), 0.0F);
  if (output.echo < mask.size()) mask[output.echo] = output.echo_factor;
  Node mean = mean_of(input, output.channel);
  if (wanted.has_exponential) {
    const Node exponential = std::make_shared<ov::op::v0::Exp>(Constant::create(wanted.type, {1, 4, 2}, {0.0F}));
    const Node nothing = product(exponential, Constant::create(wanted.type, {}, {0.0F}));
    mean = sum(mean, std::make_shared<ov::op::v1::ReduceMean>(nothing, whole_numbers({0, 1, 2}), false));
  }
  const Node echoed = product(mean, Constant::create(wanted.type, output.shape, mask));
  const Node all = sum(echoed, Constant::create(wanted.type, output.shape, output.values));
  if (!wanted.parts.empty()) return put_together(all, wanted.parts);
  return wanted.chooses_rows ? rows_that_count(all) : all;
}

}  // namespace

GivenOutput::GivenOutput(const ov::Shape& wanted) : shape(wanted), values(ov::shape_size(shape), 0.0F) {}

std::shared_ptr<ov::Model> model_giving(const std::vector<GivenOutput>& outputs, const GivenModel& wanted) {
  const auto input = std::make_shared<ov::op::v0::Parameter>(wanted.type, wanted.input);
  ov::OutputVector results;
  for (const GivenOutput& output : outputs) results.push_back(output_of(output, input, wanted));
  return std::make_shared<ov::Model>(results, ov::ParameterVector{input});
}

}  // namespace millrace
