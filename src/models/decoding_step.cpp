#include "models/decoding_step.hpp"

#include <memory>
#include <string_view>

#include "openvino/core/graph_util.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/convert.hpp"
#include "openvino/op/fake_quantize.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/shape_of.hpp"
#include "openvino/op/transpose.hpp"
#include "openvino/runtime/properties.hpp"

namespace millrace::models {
namespace {

using ov::op::v0::Constant;

/// Asks no more for shapes, which are settled: the way to what has them is cut off.
void settle_shapes(const ov::Model& model) {
  for (const auto& node : model.get_ops()) {
    const bool asks = ov::is_type<ov::op::v0::ShapeOf>(node) || ov::is_type<ov::op::v3::ShapeOf>(node);
    if (!asks || node->get_input_partial_shape(0).is_dynamic()) continue;
    const ov::Shape shape = node->get_input_shape(0);
    ov::replace_node(node, Constant::create(node->get_output_element_type(0), {shape.size()}, shape));
  }
}

/// A new input, channels last, in the place of a value.
std::shared_ptr<ov::op::v0::Parameter> take_as_input(ov::Output<ov::Node> value) {
  const ov::Shape shape = value.get_shape();
  const auto input =
      std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{shape[0], shape[2], shape[3], shape[1]});
  const auto order = Constant::create(ov::element::i64, {4}, {0, 3, 1, 2});
  const auto transposed = std::make_shared<ov::op::v1::Transpose>(input, order);
  value.replace(std::make_shared<ov::op::v0::Convert>(transposed, value.get_element_type()));
  return input;
}

std::shared_ptr<ov::Model> step_of(const ov::Model& model, std::size_t output, Size input,
                                   std::span<const int> strides) {
  const std::shared_ptr<ov::Model> copy = model.clone();
  settle_shapes(*copy);
  ov::ParameterVector inputs;
  for (const GridValues& grid : find_grid_values(*copy, output, input, strides)) {
    for (const ov::Output<ov::Node>& part : grid.parts) inputs.push_back(take_as_input(part));
  }
  const ov::Output<ov::Node> result = copy->get_results().at(output)->input_value(0);
  return std::make_shared<ov::Model>(ov::OutputVector{std::make_shared<ov::op::v0::Convert>(result, ov::element::f32)},
                                     inputs);
}

WeightQuantisation softmax_quantisation_of(const ov::Model& step) {
  for (const auto& node : step.get_ops()) {
    const auto quantised = ov::as_type_ptr<ov::op::v0::FakeQuantize>(node);
    if (!quantised || quantised->get_input_node_ptr(0)->get_type_info().name != std::string_view("Softmax")) continue;
    const auto limit = [&](std::size_t i) {
      const auto* constant = dynamic_cast<const Constant*>(quantised->get_input_node_ptr(i));
      const bool is_one = constant != nullptr && ov::shape_size(constant->get_shape()) == 1;
      return is_one ? constant->cast_vector<float>().front() : -1.0F;
    };
    const bool is_plain = limit(1) == 0 && limit(3) == 0 && limit(2) > 0 && limit(2) == limit(4);
    if (is_plain) return {.largest = limit(2), .levels = static_cast<int>(quantised->get_levels())};
  }
  return {};
}

}  // namespace

DecodingStep::DecodingStep(ov::Core& core, const ov::Model& model, std::size_t output, Size input,
                           std::span<const int> strides)
    : DecodingStep(core, step_of(model, output, input, strides)) {}

DecodingStep::DecodingStep(ov::Core& core, const std::shared_ptr<ov::Model>& step)
    : weights_(softmax_quantisation_of(*step)),
      request_(core.compile_model(step, "CPU", ov::hint::inference_precision(ov::element::f32),
                                  ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY))
                   .create_infer_request()) {}

std::vector<ov::Tensor> DecodingStep::inputs() {
  std::vector<ov::Tensor> tensors;
  for (const auto& input : request_.get_compiled_model().inputs())
    tensors.emplace_back(input.get_element_type(), input.get_shape());
  return tensors;
}

ov::Tensor DecodingStep::run(std::span<const ov::Tensor> inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) request_.set_input_tensor(i, inputs[i]);
  request_.infer();
  return request_.get_output_tensor();
}

}  // namespace millrace::models
