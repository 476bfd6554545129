#include "tuning/soak_model.hpp"

#include <algorithm>
#include <vector>

#include "openvino/op/constant.hpp"
#include "openvino/op/matmul.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/reduce_max.hpp"
#include "openvino/op/relu.hpp"
#include "openvino/op/topk.hpp"
#include "openvino/op/unsqueeze.hpp"

namespace millrace::tuning {
namespace {

namespace op = ov::op;

constexpr std::size_t kWidth = 128;
constexpr int kDepth = 96;  // products of kWidth x kWidth
constexpr int kTooLarge = static_cast<int>(kWidth) + 1;

std::shared_ptr<op::v0::Constant> axes(const std::vector<std::int64_t>& values) {
  return op::v0::Constant::create(ov::element::i64, {values.size()}, values);
}

// The outer product of x with itself, multiplied repeatedly by a matrix that preserves its magnitude: [N, width].
ov::Output<ov::Node> chain(const ov::Output<ov::Node>& x) {
  const std::vector<float> weights(kWidth * kWidth, 1.0F / static_cast<float>(kWidth));
  const auto matrix = op::v0::Constant::create(ov::element::f32, {kWidth, kWidth}, weights);
  const auto column = std::make_shared<op::v0::Unsqueeze>(x, axes({2}));
  const auto row = std::make_shared<op::v0::Unsqueeze>(x, axes({1}));
  ov::Output<ov::Node> last = std::make_shared<op::v0::MatMul>(column, row);
  for (int i = 0; i < kDepth; ++i) last = std::make_shared<op::v0::MatMul>(last, matrix);
  return std::make_shared<op::v1::ReduceMax>(last, axes({2}), false);
}

std::shared_ptr<op::v0::Parameter> input(const ov::element::Type& type, const ov::Shape& shape,
                                         const std::string& name) {
  auto parameter = std::make_shared<op::v0::Parameter>(type, shape);
  parameter->output(0).set_names({name});
  return parameter;
}

}  // namespace

std::shared_ptr<ov::Model> soak_model(bool with_faults) {
  const auto x = input(ov::element::f32, {1, kWidth}, "x");
  x->set_layout("NC");
  const auto echo = std::make_shared<op::v0::Relu>(x);
  echo->output(0).set_names({"echo"});
  ov::Output<ov::Node> work = chain(x);
  ov::ParameterVector inputs{x};
  if (with_faults) {
    inputs.push_back(input(ov::element::i32, {}, "k"));
    work = std::make_shared<op::v11::TopK>(work, inputs.back(), 1, op::TopKMode::MAX, op::TopKSortType::SORT_VALUES)
               ->output(0);
  }
  work.set_names({"work"});
  return std::make_shared<ov::Model>(ov::OutputVector{echo, work}, inputs, "soak");
}

ov::Tensor soak_payload(float number) {
  ov::Tensor tensor(ov::element::f32, {1, kWidth});
  std::fill_n(tensor.data<float>(), kWidth, number);
  return tensor;
}

ov::Tensor soak_fault(bool fails) {
  ov::Tensor tensor(ov::element::i32, {});
  *tensor.data<std::int32_t>() = fails ? kTooLarge : 1;
  return tensor;
}

bool is_payload(const ov::Tensor& echo, float number) {
  if (echo.get_size() != kWidth) return false;
  const auto* values = echo.data<const float>();
  return std::all_of(values, values + kWidth, [number](float value) { return value == number; });
}

}  // namespace millrace::tuning
