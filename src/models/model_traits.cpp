#include "models/model_traits.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace millrace::models {
namespace {

using namespace std::string_view_literals;

constexpr std::array kConvolutions{"Convolution"sv, "GroupConvolution"sv};
constexpr std::array kSameRows{"Identity"sv, "Convert"sv, "Reshape"sv, "Squeeze"sv, "Unsqueeze"sv};
constexpr std::array kChoosers{"TopK"sv, "NonMaxSuppression"sv, "MulticlassNms"sv, "MatrixNms"sv, "NMSRotated"sv};

template <std::size_t N>
bool is_one_of(const ov::Node& node, const std::array<std::string_view, N>& types) {
  return std::ranges::find(types, std::string_view(node.get_type_info().name)) != types.end();
}

/// The nodes from which the results are made, back to the last convolutions and without these.
std::vector<const ov::Node*> tail_of(const ov::Model& model) {
  std::vector<const ov::Node*> tail;
  std::unordered_set<const ov::Node*> seen;
  const auto visit = [&](const ov::Node* node) {
    if (!is_one_of(*node, kConvolutions) && seen.insert(node).second) tail.push_back(node);
  };
  for (const auto& result : model.get_results()) visit(result.get());
  for (std::size_t i = 0; i < tail.size(); ++i) {
    for (std::size_t input = 0; input < tail[i]->get_input_size(); ++input) visit(tail[i]->get_input_node_ptr(input));
  }
  return tail;
}

// YOLOX takes it of width and height, of all cells at once or of those of one stride: [1,cells,2] or [1,2,h,w].
bool is_exponential_of_sizes(const ov::Node& node) {
  if (node.get_type_info().name != "Exp"sv) return false;
  const OutputShape shape = shape_of(node.get_output_partial_shape(0));
  return shape.size() >= 3 && (shape.back() == 2 || shape[1] == 2);
}

// What only selects, moves or converts numbers.
constexpr std::array kMovers{"Identity"sv,  "Convert"sv, "Gather"sv,    "GatherElements"sv, "GatherND"sv, "Squeeze"sv,
                             "Unsqueeze"sv, "Reshape"sv, "Transpose"sv, "StridedSlice"sv,   "Slice"sv};

/// The node whose numbers these are.
const ov::Node* maker_of(const ov::Node* node) {
  while (is_one_of(*node, kMovers)) node = node->get_input_node_ptr(0);
  return node;
}

/// The sizes along the last axis of what a Concat puts together there; empty for anything else.
std::vector<std::size_t> columns_of_parts(const ov::Node& node) {
  std::vector<std::size_t> columns;
  if (node.get_type_info().name != "Concat"sv) return columns;
  const OutputShape whole = shape_of(node.get_output_partial_shape(0));
  std::size_t sum = 0;
  for (std::size_t i = 0; i < node.get_input_size(); ++i) {
    const OutputShape part = shape_of(node.get_input_partial_shape(i));
    if (part.size() != whole.size() || part.empty() || part.back() == kOpen) return {};
    columns.push_back(part.back());
    sum += part.back();
  }
  return sum == whole.back() ? columns : std::vector<std::size_t>();
}

/// Looks at how the rows of an output are put together.
void look_at_rows(const ov::Node& result, ModelTraits& traits) {
  const ov::Node* rows = result.get_input_node_ptr(0);
  while (is_one_of(*rows, kSameRows)) rows = rows->get_input_node_ptr(0);
  const std::vector<std::size_t> columns = columns_of_parts(*rows);
  if (columns.empty() || columns.front() != 4) return;
  if (maker_of(rows->get_input_node_ptr(0))->get_type_info().name == "Sigmoid"sv) traits.boxes_are_fractions = true;
  if (columns == std::vector<std::size_t>{4, 1, 1}) traits.has_class_column = true;
}

}  // namespace

OutputShape shape_of(const ov::PartialShape& open) {
  OutputShape shape;
  if (open.rank().is_dynamic()) return shape;
  for (const ov::Dimension& dimension : open) {
    shape.push_back(dimension.is_static() ? static_cast<std::size_t>(dimension.get_length()) : kOpen);
  }
  return shape;
}

ModelTraits traits_of(const ov::Model& model, Size input, std::optional<std::size_t> label_count,
                      std::optional<float> largest_stride) {
  ModelTraits traits{.outputs = {}, .input = input, .label_count = label_count, .largest_stride = largest_stride};
  for (const auto& output : model.outputs()) traits.outputs.push_back(shape_of(output.get_partial_shape()));
  for (const auto& result : model.get_results()) look_at_rows(*result, traits);
  for (const ov::Node* node : tail_of(model)) {
    traits.chooses_boxes = traits.chooses_boxes || is_one_of(*node, kChoosers);
    traits.has_exponential = traits.has_exponential || is_exponential_of_sizes(*node);
  }
  return traits;
}

}  // namespace millrace::models
