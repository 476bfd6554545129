#include "models/built_in_steps.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "openvino/op/constant.hpp"

namespace millrace::models {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kChannels = 3;
constexpr std::size_t kRank = 4;  // of pictures

/// (value - mean) / scale, for each channel.
struct Scaling {
  std::array<double, kChannels> mean{0, 0, 0};
  std::array<double, kChannels> scale{1, 1, 1};
};

bool is_a(const ov::Node& node, std::string_view type) {
  return node.get_type_info().name == type;
}

/// The few numbers of a constant, or of one that is only converted; nothing for anything else.
std::optional<std::vector<double>> numbers_of(const ov::Node* node) {
  while (is_a(*node, "Convert")) node = node->get_input_node_ptr(0);
  const auto* constant = dynamic_cast<const ov::op::v0::Constant*>(node);
  if (constant == nullptr || ov::shape_size(constant->get_shape()) > kRank) return std::nullopt;
  return constant->cast_vector<double>();
}

std::optional<std::array<double, kChannels>> for_each_channel(const ov::Node* node) {
  const auto numbers = numbers_of(node);
  if (!numbers || (numbers->size() != 1 && numbers->size() != kChannels)) return std::nullopt;
  std::array<double, kChannels> values{};
  for (std::size_t c = 0; c < kChannels; ++c) values[c] = numbers->size() == 1 ? numbers->front() : (*numbers)[c];
  return values;
}

/// The scaling with this operation behind it; nothing if it is no arithmetic with a constant. `before`: the node whose
/// values it works on.
std::optional<Scaling> with_arithmetic(Scaling scaling, const ov::Node& node, const ov::Node* before) {
  if (node.get_input_size() != 2) return std::nullopt;
  const bool is_first = node.get_input_node_ptr(0) == before;
  const auto numbers = for_each_channel(node.get_input_node_ptr(is_first ? 1 : 0));
  if (!numbers) return std::nullopt;
  for (std::size_t c = 0; c < kChannels; ++c) {
    const double number = (*numbers)[c];
    if (is_a(node, "Add")) {
      scaling.mean[c] -= number * scaling.scale[c];
    } else if (is_a(node, "Subtract") && is_first) {
      scaling.mean[c] += number * scaling.scale[c];
    } else if (is_a(node, "Multiply") && number != 0) {
      scaling.scale[c] /= number;
    } else if (is_a(node, "Divide") && is_first && number != 0) {
      scaling.scale[c] *= number;
    } else {
      return std::nullopt;
    }
  }
  return scaling;
}

/// True if this constant is the channels' axis, perhaps counted from the end.
bool is_axis(const ov::Node* constant, std::size_t channel_axis) {
  const auto axis = numbers_of(constant);
  const auto wanted = static_cast<double>(channel_axis);
  return axis && axis->size() == 1 && (axis->front() == wanted || axis->front() + double{kRank} == wanted);
}

/// x[:, [2, 1, 0]], or x.flip(1) as a slice with a step of -1.
bool is_reversal(const ov::Node& node, std::size_t channel_axis) {
  const auto input = [&node](std::size_t i) { return node.get_input_node_ptr(i); };
  if (is_a(node, "Gather"))
    return numbers_of(input(1)) == std::vector<double>{2, 1, 0} && is_axis(input(2), channel_axis);
  return is_a(node, "Slice") && node.get_input_size() == 5 && numbers_of(input(3)) == std::vector<double>{-1} &&
         is_axis(input(4), channel_axis) &&
         node.get_output_partial_shape(0).same_scheme(node.get_input_partial_shape(0));
}

/// The Concat that puts the three channels, split by `node`, together again in the reverse order.
const ov::Node* reversing_concat(const ov::Node& node, std::size_t channel_axis) {
  const bool is_split = is_a(node, "Split") || is_a(node, "VariadicSplit");
  if (!is_split || node.get_output_size() != kChannels || !is_axis(node.get_input_node_ptr(1), channel_axis))
    return nullptr;
  const auto consumers = node.output(0).get_target_inputs();
  const ov::Node* concat = consumers.size() == 1 ? consumers.begin()->get_node() : nullptr;
  if (concat == nullptr || !is_a(*concat, "Concat") || concat->get_input_size() != kChannels) return nullptr;
  for (std::size_t i = 0; i < kChannels; ++i) {
    const auto source = concat->input_value(i);
    if (source.get_node() != &node || source.get_index() != kChannels - 1 - i) return nullptr;
  }
  return concat;
}

/// The last node of a reversal of the channels that begins with `node`; none if it is no reversal.
const ov::Node* end_of_reversal(const ov::Node& node, std::size_t channel_axis) {
  return is_reversal(node, channel_axis) ? &node : reversing_concat(node, channel_axis);
}

/// Where the channels are after this transposition; nothing if it does not say.
std::optional<std::size_t> axis_after(const ov::Node& transpose, std::size_t channel_axis) {
  const auto order = numbers_of(transpose.get_input_node_ptr(1));
  if (!order) return std::nullopt;
  const auto found = std::ranges::find(*order, static_cast<double>(channel_axis));
  return found == order->end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - order->begin()));
}

/// The only consumer of a node's only output.
const ov::Node* only_consumer(const ov::Node& node) {
  if (node.get_output_size() != 1) return nullptr;
  const auto consumers = node.output(0).get_target_inputs();
  return consumers.size() == 1 ? consumers.begin()->get_node() : nullptr;
}

/// The size of pictures of this shape, if it is fixed.
std::optional<Size> size_of(const ov::PartialShape& shape, std::size_t channel_axis) {
  if (shape.is_dynamic()) return std::nullopt;
  const ov::Shape sides = shape.to_shape();
  const std::ptrdiff_t height = channel_axis == 1 ? 2 : 1;
  return Size{.width = static_cast<int>(sides[height + 1]), .height = static_cast<int>(sides[height])};
}

std::string scaling_text(const Scaling& scaling) {
  const auto same = [](const auto& values) { return values[0] == values[1] && values[1] == values[2]; };
  const auto text = [&](const auto& values) {
    return same(values) ? fmt::format("{:.6g}", values[0])
                        : fmt::format("[{:.6g} {:.6g} {:.6g}]", values[0], values[1], values[2]);
  };
  const bool shifts = std::ranges::any_of(scaling.mean, [](double mean) { return mean != 0; });
  return fmt::format("its graph begins with {} / {}",
                     shifts ? fmt::format("(pixel - {})", text(scaling.mean)) : "pixel", text(scaling.scale));
}

}  // namespace

bool is_of_pixels(double value) {
  constexpr double kAboveFractions = 2;
  return std::abs(value) > kAboveFractions;
}

BuiltInSteps built_in_steps_of(const ov::Model& model, std::size_t channel_axis) {
  BuiltInSteps steps;
  steps.takes_bytes = model.input().get_element_type() == ov::element::u8;
  Scaling scaling;
  const ov::Node* before = model.input().get_node();
  const ov::Node* node = only_consumer(*before);
  for (; node != nullptr; node = only_consumer(*node)) {
    if (const ov::Node* end = end_of_reversal(*node, channel_axis)) {
      steps.reverses_channels = !steps.reverses_channels;
      node = end;
    } else if (is_a(*node, "Transpose")) {
      const auto axis = axis_after(*node, channel_axis);
      if (!axis) break;
      channel_axis = *axis;
    } else if (is_a(*node, "Interpolate")) {
      steps.resized_to = size_of(node->get_output_partial_shape(0), channel_axis);
    } else if (!is_a(*node, "Convert") && !is_a(*node, "Identity")) {
      const auto next = with_arithmetic(scaling, *node, before);
      if (!next) break;
      scaling = *next;
    }
    before = node;
  }
  if (node != nullptr) steps.next = node->get_type_info().name;
  const bool scales_pixels =
      std::ranges::any_of(scaling.mean, is_of_pixels) || std::ranges::any_of(scaling.scale, is_of_pixels);
  if (scales_pixels) steps.scaling = scaling_text(scaling);
  return steps;
}

}  // namespace millrace::models
