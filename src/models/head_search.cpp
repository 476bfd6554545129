#include "models/head_search.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "models/model_traits.hpp"
#include "openvino/op/concat.hpp"

namespace millrace::models {
namespace {

using namespace std::string_view_literals;

constexpr std::ptrdiff_t kChannelAxis = 1;
constexpr std::size_t kPictureRank = 4;

class HeadSearch {
 public:
  HeadSearch(Size input, std::span<const int> strides) : input_(input), strides_(strides) {}

  std::vector<GridValues> run(const ov::Output<ov::Node>& output);

 private:
  /// The stride of a value that has its numbers for each cell of a grid; 0 for others.
  int stride_of(const ov::Output<ov::Node>& value) const;
  void visit(const ov::Output<ov::Node>& value);

  Size input_;
  std::span<const int> strides_;
  std::vector<ov::Output<ov::Node>> open_;
  std::set<std::pair<const ov::Node*, std::size_t>> seen_;
  std::vector<GridValues> found_;
  bool has_other_way_ = false;
};

int HeadSearch::stride_of(const ov::Output<ov::Node>& value) const {
  const OutputShape shape = shape_of(value.get_partial_shape());
  if (shape.size() != kPictureRank || shape[0] != 1 || shape[kChannelAxis] == kOpen) return 0;
  const auto fits = [&](int stride) {
    const auto cells = [&](int pixels) { return static_cast<std::size_t>(pixels / stride); };
    return shape[2] == cells(input_.height) && shape[3] == cells(input_.width);
  };
  const auto found = std::ranges::find_if(strides_, fits);
  return found == strides_.end() ? 0 : *found;
}

/// True for what changes neither cells nor their order.
bool keeps_cells(const ov::Node& node) {
  const std::string_view type = node.get_type_info().name;
  if (type == "Concat"sv) {
    const auto axis = dynamic_cast<const ov::op::v0::Concat&>(node).get_axis();
    return axis == kChannelAxis || axis == kChannelAxis - static_cast<std::ptrdiff_t>(kPictureRank);
  }
  return type == "Sigmoid"sv || type == "Convert"sv || type == "Identity"sv;
}

void HeadSearch::visit(const ov::Output<ov::Node>& value) {
  const ov::Node& node = *value.get_node();
  const std::string_view type = node.get_type_info().name;
  if (type == "Constant"sv || type == "ShapeOf"sv) return;  // shapes are settled
  const int stride = stride_of(value);
  if (stride != 0 && !keeps_cells(node)) {
    auto grid = std::ranges::find(found_, stride, &GridValues::stride);
    if (grid == found_.end()) grid = found_.insert(grid, {.stride = stride});
    grid->parts.push_back(value);
    return;
  }
  has_other_way_ = has_other_way_ || node.get_input_size() == 0;
  for (std::size_t i = node.get_input_size(); i-- > 0;) open_.push_back(node.input_value(i));
}

std::vector<GridValues> HeadSearch::run(const ov::Output<ov::Node>& output) {
  open_.push_back(output);
  while (!open_.empty() && !has_other_way_) {
    const ov::Output<ov::Node> value = open_.back();
    open_.pop_back();
    if (seen_.emplace(value.get_node(), value.get_index()).second) visit(value);
  }
  if (has_other_way_) return {};
  std::ranges::sort(found_, {}, &GridValues::stride);
  return std::move(found_);
}

}  // namespace

std::vector<GridValues> find_grid_values(const ov::Model& model, std::size_t output, Size input,
                                         std::span<const int> strides) {
  return HeadSearch(input, strides).run(model.get_results().at(output)->input_value(0));
}

}  // namespace millrace::models
