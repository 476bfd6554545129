#include "synthetic/small_models.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "openvino/core/model.hpp"
#include "openvino/op/add.hpp"
#include "openvino/op/assign.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/matmul.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/read_value.hpp"
#include "openvino/op/relu.hpp"
#include "openvino/op/result.hpp"
#include "openvino/op/string_tensor_pack.hpp"
#include "openvino/op/string_tensor_unpack.hpp"
#include "openvino/op/subtract.hpp"
#include "openvino/op/topk.hpp"
#include "openvino/op/util/variable.hpp"

namespace millrace::small_models {
namespace {

std::shared_ptr<ov::op::v0::Parameter> parameter(const std::string& name, const ov::PartialShape& shape,
                                                 const ov::element::Type& type = ov::element::f32) {
  auto input = std::make_shared<ov::op::v0::Parameter>(type, shape);
  if (!name.empty()) input->output(0).set_names({name});
  return input;
}

std::shared_ptr<ov::Model> model(const ov::Output<ov::Node>& output, const ov::ParameterVector& inputs,
                                 const std::string& name = "y") {
  if (!name.empty()) output.get_node_shared_ptr()->output(output.get_index()).add_names({name});
  return std::make_shared<ov::Model>(ov::OutputVector{output}, inputs);
}

}  // namespace

std::shared_ptr<ov::Model> relu(const ov::PartialShape& shape) {
  const auto x = parameter("x", shape);
  if (shape.rank().is_static() && shape.size() == 2) x->set_layout("NC");
  return model(std::make_shared<ov::op::v0::Relu>(x), {x});
}

std::shared_ptr<ov::Model> relu_without_names() {
  const auto x = parameter("", {1, 4});
  return model(std::make_shared<ov::op::v0::Relu>(x), {x}, "");
}

std::shared_ptr<ov::Model> difference() {
  const auto a = parameter("a", {4});
  const auto b = parameter("b", {4});
  return model(std::make_shared<ov::op::v1::Subtract>(a, b), {a, b});
}

std::shared_ptr<ov::Model> scalar_increment() {
  const auto x = parameter("x", ov::Shape{});
  const auto one = ov::op::v0::Constant::create(ov::element::f32, ov::Shape{}, {1.0F});
  return model(std::make_shared<ov::op::v1::Add>(x, one), {x});
}

std::shared_ptr<ov::Model> top_k() {
  const auto data = parameter("data", {10});
  const auto k = parameter("k", ov::Shape{}, ov::element::i32);
  const auto top =
      std::make_shared<ov::op::v11::TopK>(data, k, 0, ov::op::TopKMode::MAX, ov::op::TopKSortType::SORT_VALUES);
  return model(top->output(0), {data, k});
}

std::shared_ptr<ov::Model> relu_then_top_k() {
  const auto data = parameter("data", {-1});
  const auto k = parameter("k", ov::Shape{}, ov::element::i32);
  const auto relu = std::make_shared<ov::op::v0::Relu>(data);
  relu->output(0).set_names({"relu"});
  const auto top =
      std::make_shared<ov::op::v11::TopK>(relu, k, 0, ov::op::TopKMode::MAX, ov::op::TopKSortType::SORT_VALUES);
  return std::make_shared<ov::Model>(ov::OutputVector{relu, top->output(0)}, ov::ParameterVector{data, k});
}

std::shared_ptr<ov::Model> relu_or_fault() {
  const auto x = parameter("x", {1, 4});
  const auto k = parameter("k", ov::Shape{}, ov::element::i32);
  const auto relu = std::make_shared<ov::op::v0::Relu>(x);
  relu->output(0).set_names({"y"});
  const auto top =
      std::make_shared<ov::op::v11::TopK>(relu, k, 1, ov::op::TopKMode::MAX, ov::op::TopKSortType::SORT_VALUES);
  return std::make_shared<ov::Model>(ov::OutputVector{relu, top->output(0)}, ov::ParameterVector{x, k});
}

std::shared_ptr<ov::Model> matmul_chain(std::size_t size, int depth) {
  const auto x = parameter("x", {static_cast<std::int64_t>(size), static_cast<std::int64_t>(size)});
  const std::vector<float> weights(size * size, 1.0F / static_cast<float>(size));
  const auto constant = ov::op::v0::Constant::create(ov::element::f32, ov::Shape{size, size}, weights);
  ov::Output<ov::Node> last = x;
  for (int i = 0; i < depth; ++i) last = std::make_shared<ov::op::v0::MatMul>(last, constant);
  return model(last, {x});
}

std::shared_ptr<ov::Model> running_sum() {
  const auto x = parameter("x", {1, 4});
  const auto zero = ov::op::v0::Constant::create(ov::element::f32, ov::Shape{1, 4}, {0.0F});
  const auto variable = std::make_shared<ov::op::util::Variable>(
      ov::op::util::VariableInfo{ov::PartialShape{1, 4}, ov::element::f32, "sum"});
  const auto before = std::make_shared<ov::op::v6::ReadValue>(zero, variable);
  const auto after = std::make_shared<ov::op::v1::Add>(before, x);
  after->output(0).set_names({"y"});
  const auto keep = std::make_shared<ov::op::v6::Assign>(after, variable);
  return std::make_shared<ov::Model>(ov::OutputVector{after}, ov::SinkVector{keep}, ov::ParameterVector{x});
}

std::shared_ptr<ov::Model> no_inputs() {
  return model(ov::op::v0::Constant::create(ov::element::f32, ov::Shape{1}, {7.0F}), {});
}

std::shared_ptr<ov::Model> twin_outputs() {
  const auto x = parameter("x", {1, 4});
  const auto relu = std::make_shared<ov::op::v0::Relu>(x);
  return std::make_shared<ov::Model>(ov::OutputVector{relu, relu}, ov::ParameterVector{x});
}

std::shared_ptr<ov::Model> same_text() {
  const auto x = parameter("x", {-1}, ov::element::string);
  const auto parts = std::make_shared<ov::op::v15::StringTensorUnpack>(x);
  return model(std::make_shared<ov::op::v15::StringTensorPack>(parts->output(0), parts->output(1), parts->output(2)),
               {x});
}

}  // namespace millrace::small_models
