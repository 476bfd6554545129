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
  for (const ov::Node* node : tail_of(model)) {
    traits.chooses_boxes = traits.chooses_boxes || is_one_of(*node, kChoosers);
    traits.has_exponential = traits.has_exponential || is_exponential_of_sizes(*node);
  }
  return traits;
}

}  // namespace millrace::models
