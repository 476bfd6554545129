#include "models/model_size.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "openvino/op/constant.hpp"
#include "openvino/op/matmul.hpp"

namespace millrace::models {
namespace {

using namespace std::string_view_literals;

/// What stands in a graph without computing anything.
constexpr std::array kNoOperations{"Constant"sv, "Parameter"sv, "Result"sv};

/// Weights are real numbers or, compressed, small integers; larger integers are shapes and indices.
bool is_weight(const ov::element::Type& type) {
  constexpr std::size_t kBitsOfAByte = 8;
  return type.is_real() || (type != ov::element::boolean && type.bitwidth() <= kBitsOfAByte);
}

double elements_of(const ov::PartialShape& shape) {
  return shape.is_static() ? static_cast<double>(ov::shape_size(shape.to_shape())) : 0;
}

/// The numbers of a static shape from this axis on, multiplied.
double product_from(const ov::PartialShape& shape, std::size_t axis) {
  if (shape.is_dynamic()) return 0;
  const ov::Shape sizes = shape.to_shape();
  double product = 1;
  for (const std::size_t size : std::span(sizes).subspan(axis)) product *= static_cast<double>(size);
  return product;
}

double multiply_adds_of(const ov::Node& node) {
  const std::string_view type = node.get_type_info().name;
  const auto input = [&node](std::size_t i) -> const ov::PartialShape& { return node.get_input_partial_shape(i); };
  const ov::PartialShape& output = node.get_output_partial_shape(0);
  // Weights are [out, in, height, width], in groups [groups, out, in, ...]; transposed, [in, out, ...].
  if (type == "Convolution") return elements_of(output) * product_from(input(1), 1);
  if (type == "GroupConvolution") return elements_of(output) * product_from(input(1), 2);
  if (type == "ConvolutionBackpropData") return elements_of(input(0)) * product_from(input(1), 1);
  if (type == "GroupConvolutionBackpropData") return elements_of(input(0)) * product_from(input(1), 2);
  if (const auto* product = dynamic_cast<const ov::op::v0::MatMul*>(&node)) {
    if (input(0).is_dynamic() || input(0).size() < 2) return 0;
    const ov::Shape first = input(0).to_shape();
    return elements_of(output) * static_cast<double>(product->get_transpose_a() ? *(first.rbegin() + 1) : first.back());
  }
  return 0;
}

}  // namespace

ModelSize model_size_of(const ov::Model& model) {
  ModelSize size;
  std::map<std::string, std::size_t> kinds;
  double multiply_adds = 0;
  for (const auto& node : model.get_ops()) {
    const std::string type = node->get_type_info().name;
    if (const auto* constant = dynamic_cast<const ov::op::v0::Constant*>(node.get());
        constant != nullptr && is_weight(constant->get_element_type())) {
      size.parameters += ov::shape_size(constant->get_shape());
      size.weight_bytes += constant->get_byte_size();
    }
    if (std::ranges::find(kNoOperations, std::string_view(type)) != kNoOperations.end()) continue;
    ++kinds[type];
    multiply_adds += multiply_adds_of(*node);
  }
  for (const auto& [type, count] : kinds) size.operations.push_back({type, count});
  std::ranges::sort(size.operations, [](const OperationCount& a, const OperationCount& b) {
    return std::tie(b.count, a.type) < std::tie(a.count, b.type);
  });
  constexpr double kBillion = 1e9;
  size.gflop = 2 * multiply_adds / kBillion;
  return size;
}

}  // namespace millrace::models
