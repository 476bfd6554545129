#include "models/raw_heads.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "openvino/op/add.hpp"
#include "openvino/op/concat.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/multiply.hpp"
#include "openvino/op/reshape.hpp"
#include "openvino/op/result.hpp"
#include "openvino/op/sigmoid.hpp"
#include "openvino/op/transpose.hpp"
#include "openvino/op/variadic_split.hpp"

namespace millrace::models {
namespace {

using ov::op::v0::Constant;

constexpr std::size_t kBoxesPerCell = 3;
constexpr std::size_t kBoxAndObjectness = 5;

/// Width and height, in input pixels, of the three boxes of a cell.
using HeadAnchors = std::array<float, 2 * kBoxesPerCell>;

constexpr std::array<HeadAnchors, 3> kYolov5Anchors{
    {{10, 13, 16, 30, 33, 23}, {30, 61, 62, 45, 59, 119}, {116, 90, 156, 198, 373, 326}}};
constexpr std::array<HeadAnchors, 4> kYolov5AnchorsP6{{{19, 27, 44, 40, 38, 94},
                                                       {96, 68, 86, 152, 180, 137},
                                                       {140, 301, 303, 264, 238, 542},
                                                       {436, 615, 739, 380, 925, 792}}};
constexpr std::array<HeadAnchors, 3> kYolov7{
    {{12, 16, 19, 36, 40, 28}, {36, 75, 76, 55, 72, 146}, {142, 110, 192, 243, 459, 401}}};

/// For heads of the strides 8, 16, 32 and perhaps 64.
std::span<const HeadAnchors> anchors_of(std::string_view family, std::size_t heads) {
  if (family == "yolov5" && heads == kYolov5Anchors.size()) return kYolov5Anchors;
  if (family == "yolov5" && heads == kYolov5AnchorsP6.size()) return kYolov5AnchorsP6;
  if (family == "yolov7" && heads == kYolov7.size()) return kYolov7;
  return {};
}

constexpr float kFirstStride = 8;

struct Head {
  ov::Output<ov::Node> logits;
  std::size_t height;
  std::size_t width;
  std::size_t numbers;  ///< per box: 5 + classes
  bool channels_first;  ///< [1,3*numbers,h,w]; else [1,3,h,w,numbers]
};

std::optional<Head> head_of(const ov::Output<ov::Node>& output) {
  const ov::PartialShape& open = output.get_partial_shape();
  if (open.is_dynamic()) return std::nullopt;
  const ov::Shape shape = open.to_shape();
  if (shape.size() == 4 && shape[0] == 1 && shape[1] % kBoxesPerCell == 0 &&
      shape[1] / kBoxesPerCell > kBoxAndObjectness) {
    return Head{output, shape[2], shape[3], shape[1] / kBoxesPerCell, true};
  }
  if (shape.size() == 5 && shape[0] == 1 && shape[1] == kBoxesPerCell && shape[4] > kBoxAndObjectness) {
    return Head{output, shape[2], shape[3], shape[4], false};
  }
  return std::nullopt;
}

/// All outputs as heads, the finest grid first; nothing if any output is not a head.
std::vector<Head> heads_of(const ov::Model& model) {
  std::vector<Head> heads;
  for (const auto& result : model.get_results()) {
    const auto head = head_of(result->input_value(0));
    if (!head) return {};
    heads.push_back(*head);
  }
  std::ranges::sort(heads, [](const Head& a, const Head& b) { return a.height * a.width > b.height * b.width; });
  return heads;
}

ov::Output<ov::Node> numbers(const ov::Shape& shape, const std::vector<float>& values) {
  return Constant::create(ov::element::f32, shape, values);
}

ov::Output<ov::Node> whole_numbers(const std::vector<std::int64_t>& values) {
  return Constant::create(ov::element::i64, {values.size()}, values);
}

ov::Output<ov::Node> reshaped(const ov::Output<ov::Node>& node, const std::vector<std::int64_t>& shape) {
  return std::make_shared<ov::op::v1::Reshape>(node, whole_numbers(shape), false);
}

ov::Output<ov::Node> product(const ov::Output<ov::Node>& a, const ov::Output<ov::Node>& b) {
  return std::make_shared<ov::op::v1::Multiply>(a, b);
}

std::int64_t dimension(std::size_t value) {
  return static_cast<std::int64_t>(value);
}

/// [1,3,h,w,numbers] of sigmoids.
ov::Output<ov::Node> activated(const Head& head) {
  ov::Output<ov::Node> node = head.logits;
  if (head.channels_first) {
    node = reshaped(
        node, {1, dimension(kBoxesPerCell), dimension(head.numbers), dimension(head.height), dimension(head.width)});
    node = std::make_shared<ov::op::v1::Transpose>(node, whole_numbers({0, 1, 3, 4, 2}));
  }
  return std::make_shared<ov::op::v0::Sigmoid>(node);
}

/// For each cell, the whole numbers before its centre minus the half that the rule subtracts: [1,1,h,w,2].
ov::Output<ov::Node> cells(const Head& head) {
  std::vector<float> values;
  for (std::size_t y = 0; y < head.height; ++y) {
    for (std::size_t x = 0; x < head.width; ++x) {
      values.push_back(static_cast<float>(x) - 0.5F);
      values.push_back(static_cast<float>(y) - 0.5F);
    }
  }
  return numbers({1, 1, head.height, head.width, 2}, values);
}

/// xy = (2s - 0.5 + cell) * stride, wh = (2s)^2 * anchor, the rest unchanged: [1,3*h*w,numbers].
ov::Output<ov::Node> decoded(const Head& head, const HeadAnchors& anchors, float stride) {
  const auto parts = std::make_shared<ov::op::v1::VariadicSplit>(
      activated(head), Constant::create(ov::element::i64, {}, {4}), whole_numbers({2, 2, dimension(head.numbers) - 4}));
  const auto two = numbers({}, {2.0F});
  const auto moved = std::make_shared<ov::op::v1::Add>(product(parts->output(0), two), cells(head));
  const auto doubled = product(parts->output(1), two);
  const auto sizes = numbers({1, kBoxesPerCell, 1, 1, 2}, {anchors.begin(), anchors.end()});
  const ov::OutputVector columns{product(moved, numbers({}, {stride})), product(product(doubled, doubled), sizes),
                                 parts->output(2)};
  return reshaped(std::make_shared<ov::op::v0::Concat>(columns, 4),
                  {1, dimension(kBoxesPerCell * head.height * head.width), dimension(head.numbers)});
}

/// Input pixels per cell; nothing when the grid does not fit the input.
std::optional<float> stride_of(const Head& head, Size input) {
  const auto width = static_cast<std::size_t>(input.width);
  const auto height = static_cast<std::size_t>(input.height);
  if (head.width == 0 || head.height == 0 || width % head.width != 0 || height % head.height != 0) return std::nullopt;
  const std::size_t stride = width / head.width;
  return height / head.height == stride ? std::optional(static_cast<float>(stride)) : std::nullopt;
}

}  // namespace

std::shared_ptr<ov::Model> with_decoded_heads(const std::shared_ptr<ov::Model>& model, Size input,
                                              std::string_view wanted, const std::string& path) {
  if (wanted != "yolov5" && wanted != "yolov7") return model;
  const std::vector<Head> heads = heads_of(*model);
  if (heads.empty()) return model;
  const auto refuse = [&](const std::string& reason) {
    throw Error(ErrorCode::kModel,
                fmt::format("model {} ends in {} raw heads, but {}; export it with its decoding step", path,
                            heads.size(), reason));
  };
  const std::span<const HeadAnchors> anchors = anchors_of(wanted, heads.size());
  if (anchors.empty()) refuse(fmt::format("'{}' has no anchors for so many", wanted));
  ov::OutputVector rows;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const auto stride = stride_of(heads[i], input);
    if (!stride || heads[i].numbers != heads[0].numbers) refuse("their shapes do not fit together");
    const float wanted_stride = kFirstStride * static_cast<float>(1U << i);
    if (*stride != wanted_stride) {
      refuse(
          fmt::format("head {} has stride {}, and the anchors of '{}' are for {}", i, *stride, wanted, wanted_stride));
    }
    rows.push_back(decoded(heads[i], anchors[i], *stride));
  }
  const auto all = std::make_shared<ov::op::v0::Concat>(rows, 1);
  auto result = std::make_shared<ov::Model>(ov::OutputVector{all}, model->get_parameters());
  result->get_rt_info() = model->get_rt_info();
  return result;
}

}  // namespace millrace::models
