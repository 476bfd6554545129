#include "fakes/headed_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "openvino/core/model.hpp"
#include "openvino/op/add.hpp"
#include "openvino/op/clamp.hpp"
#include "openvino/op/concat.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/convolution.hpp"
#include "openvino/op/divide.hpp"
#include "openvino/op/exp.hpp"
#include "openvino/op/fake_quantize.hpp"
#include "openvino/op/multiply.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/power.hpp"
#include "openvino/op/random_uniform.hpp"
#include "openvino/op/reduce_mean.hpp"
#include "openvino/op/relu.hpp"
#include "openvino/op/reshape.hpp"
#include "openvino/op/sigmoid.hpp"
#include "openvino/op/slice.hpp"
#include "openvino/op/softmax.hpp"
#include "openvino/op/subtract.hpp"
#include "openvino/op/transpose.hpp"
#include "openvino/op/variadic_split.hpp"

namespace millrace {
namespace headed {
namespace {

using ov::op::v0::Constant;
using Node = ov::Output<ov::Node>;

Node floats(const ov::Shape& shape, const std::vector<float>& values) {
  return Constant::create(ov::element::f32, shape, values);
}

Node number(float value) {
  return floats({}, {value});
}

Node whole(const std::vector<std::int64_t>& values) {
  return Constant::create(ov::element::i64, {values.size()}, values);
}

std::int64_t signed_of(std::size_t value) {
  return static_cast<std::int64_t>(value);
}

Node sum(const Node& a, const Node& b) {
  return std::make_shared<ov::op::v1::Add>(a, b);
}

Node difference(const Node& a, const Node& b) {
  return std::make_shared<ov::op::v1::Subtract>(a, b);
}

Node product(const Node& a, const Node& b) {
  return std::make_shared<ov::op::v1::Multiply>(a, b);
}

Node sigmoid(const Node& value) {
  return std::make_shared<ov::op::v0::Sigmoid>(value);
}

Node exponential(const Node& value) {
  return std::make_shared<ov::op::v0::Exp>(value);
}

Node square(const Node& value) {
  return std::make_shared<ov::op::v1::Power>(value, number(2));
}

Node concat(const ov::OutputVector& values, std::int64_t axis) {
  return std::make_shared<ov::op::v0::Concat>(values, axis);
}

Node reshape(const Node& value, const std::vector<std::int64_t>& shape) {
  return std::make_shared<ov::op::v1::Reshape>(value, whole(shape), true);
}

Node transpose(const Node& value, const std::vector<std::int64_t>& order) {
  return std::make_shared<ov::op::v1::Transpose>(value, whole(order));
}

ov::OutputVector split(const Node& value, std::int64_t axis, const std::vector<std::int64_t>& sizes) {
  return std::make_shared<ov::op::v1::VariadicSplit>(value, Constant::create(ov::element::i64, {}, {axis}),
                                                     whole(sizes))
      ->outputs();
}

Node slice(const Node& value, std::int64_t axis, std::int64_t begin, std::int64_t end) {
  return std::make_shared<ov::op::v8::Slice>(value, whole({begin}), whole({end}), whole({1}), whole({axis}));
}

/// Some number from -1 to 1.
float weight(std::size_t i) {
  return std::sin(static_cast<float>(i) * 12.9898F + 4.1F);
}

/// One grid of a model.
struct Grid {
  std::size_t stride;
  std::size_t height;
  std::size_t width;

  std::int64_t cells() const { return signed_of(height * width); }
};

/// Logits for each cell, from the pixels of that cell.
Node head(const Node& picture, const Grid& grid, std::size_t channels, std::size_t seed) {
  std::vector<float> weights(channels * 3 * grid.stride * grid.stride);
  const float scale = 12 / std::sqrt(3 * static_cast<float>(grid.stride * grid.stride));
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = weight(i + seed * 77) * scale;
  std::vector<float> biases(channels);
  for (std::size_t i = 0; i < channels; ++i) biases[i] = weight(i * 31 + seed) - 1;
  const auto convolution = std::make_shared<ov::op::v1::Convolution>(
      picture, floats({channels, 3, grid.stride, grid.stride}, weights), ov::Strides{grid.stride, grid.stride},
      ov::CoordinateDiff{0, 0}, ov::CoordinateDiff{0, 0}, ov::Strides{1, 1});
  return sum(convolution, floats({1, channels, 1, 1}, biases));
}

/// A convolution of 3x3 that leaves a picture nearly as it is, but for its edges.
Node stem(const Node& picture) {
  std::vector<float> weights(std::size_t{3} * 3 * 9);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = i % 36 == 4 ? 0.6F : 0.01F * weight(i);
  return std::make_shared<ov::op::v1::Convolution>(picture, floats({3, 3, 3, 3}, weights), ov::Strides{1, 1},
                                                   ov::CoordinateDiff{1, 1}, ov::CoordinateDiff{1, 1},
                                                   ov::Strides{1, 1});
}

/// Numbers from 0 to 1 in 256 steps.
Node rounded_to_8_bits(const Node& picture) {
  return std::make_shared<ov::op::v0::FakeQuantize>(picture, number(0), number(1), number(0), number(1), 256);
}

/// Column and row of each cell plus `offset`, with the numbers of a cell side by side or one after the other.
std::vector<float> places(const Grid& grid, float offset, bool side_by_side) {
  std::vector<float> columns;
  std::vector<float> rows;
  std::vector<float> pairs;
  for (std::size_t y = 0; y < grid.height; ++y) {
    for (std::size_t x = 0; x < grid.width; ++x) {
      columns.push_back(static_cast<float>(x) + offset);
      rows.push_back(static_cast<float>(y) + offset);
      pairs.insert(pairs.end(), {columns.back(), rows.back()});
    }
  }
  if (side_by_side) return pairs;
  columns.insert(columns.end(), rows.begin(), rows.end());
  return columns;
}

constexpr std::int64_t kAnchors = 3;

Node yolov5_rows(const Node& logits, const Grid& grid, std::size_t classes, HeadedTail tail) {
  const std::int64_t numbers = signed_of(5 + classes);
  const Node boxes = transpose(reshape(logits, {1, kAnchors, numbers, signed_of(grid.height), signed_of(grid.width)}),
                               {0, 1, 3, 4, 2});
  const Node scores = sigmoid(boxes);
  ov::OutputVector parts =
      tail == HeadedTail::kYolov5Slices
          ? ov::OutputVector{slice(scores, 4, 0, 2), slice(scores, 4, 2, 4), slice(scores, 4, 4, numbers)}
          : split(scores, 4, {2, 2, numbers - 4});
  const auto stride = static_cast<float>(grid.stride);
  const ov::Shape shape{1, 1, grid.height, grid.width, 2};
  std::vector<float> anchors;
  for (const float side : {1.0F, 1.5F, 2.0F, 1.0F, 3.0F, 2.5F}) anchors.push_back(side * stride);
  const Node sizes = floats({1, 3, 1, 1, 2}, anchors);
  if (tail == HeadedTail::kYolov7) {
    const Node fourfold = product(number(4), sizes);
    parts[0] =
        sum(product(parts[0], number(2 * stride)), product(floats(shape, places(grid, -0.5F, true)), number(stride)));
    parts[1] = product(square(parts[1]), fourfold);
  } else {
    parts[0] = product(sum(product(parts[0], number(2)), floats(shape, places(grid, -0.5F, true))), number(stride));
    parts[1] = product(square(product(parts[1], number(2))), sizes);
  }
  if (tail == HeadedTail::kYolov5Exponential) parts[1] = product(exponential(slice(boxes, 4, 2, 4)), sizes);
  return reshape(concat(parts, 4), {1, kAnchors * grid.cells(), numbers});
}

Node yolox_rows(const Node& picture, const Grid& grid, const HeadedModel& wanted) {
  const auto scores = [&](std::size_t channels, std::size_t seed) {
    const Node logits = head(picture, grid, channels, seed);
    return wanted.tail == HeadedTail::kYoloxWithoutSigmoid ? logits : sigmoid(logits);
  };
  const Node all = concat({head(picture, grid, 4, 1), scores(1, 2), scores(wanted.classes, 3)}, 1);
  return reshape(all, {0, signed_of(5 + wanted.classes), -1});
}

Node decoded_yolox(const Node& rows, const std::vector<Grid>& grids, std::size_t classes) {
  std::vector<float> cells;
  std::vector<float> strides;
  for (const Grid& grid : grids) {
    const std::vector<float> more = places(grid, 0, true);
    cells.insert(cells.end(), more.begin(), more.end());
    strides.insert(strides.end(), static_cast<std::size_t>(grid.cells()), static_cast<float>(grid.stride));
  }
  const Node scale = floats({1, strides.size(), 1}, strides);
  ov::OutputVector parts = split(rows, 2, {2, 2, signed_of(1 + classes)});
  parts[0] = product(sum(parts[0], floats({1, strides.size(), 2}, cells)), scale);
  parts[1] = product(exponential(parts[1]), scale);
  return concat(parts, 2);
}

/// The distances to four sides: [1,4,cells].
Node distances(const Node& logits, std::int64_t cells, std::int64_t bins, bool is_quantised) {
  if (bins == 1) return logits;
  Node weights =
      std::make_shared<ov::op::v8::Softmax>(transpose(reshape(logits, {1, 4, bins, cells}), {0, 2, 1, 3}), 1);
  std::vector<float> values(static_cast<std::size_t>(bins));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i) + (is_quantised ? 0.02F * static_cast<float>(i % 2) : 0);
  if (is_quantised) {
    weights =
        std::make_shared<ov::op::v0::FakeQuantize>(weights, number(0), number(0.9F), number(0), number(0.9F), 256);
  }
  const auto mean =
      std::make_shared<ov::op::v1::Convolution>(weights, floats({1, values.size(), 1, 1}, values), ov::Strides{1, 1},
                                                ov::CoordinateDiff{0, 0}, ov::CoordinateDiff{0, 0}, ov::Strides{1, 1});
  return reshape(mean, {1, 4, cells});
}

Node yolov8_columns(const Node& picture, const std::vector<Grid>& grids, const HeadedModel& wanted) {
  const bool is_quantised = wanted.tail == HeadedTail::kYolov8Quantised;
  const std::size_t bins = wanted.tail == HeadedTail::kYolov8OneBin ? 1 : wanted.bins;
  const std::int64_t box_channels = signed_of(4 * bins);
  const std::int64_t classes = signed_of(wanted.classes);
  ov::OutputVector boxes;
  ov::OutputVector scores;
  std::vector<float> columns;
  std::vector<float> rows;
  std::vector<float> strides;
  for (const Grid& grid : grids) {
    Node box = head(picture, grid, 4 * bins, 1);
    Node score = head(picture, grid, wanted.classes, 2);
    if (wanted.tail == HeadedTail::kYolov8Apart) {
      box = reshape(box, {1, box_channels, grid.cells()});
      score = reshape(score, {1, classes, grid.cells()});
    } else {
      const auto parts = split(reshape(concat({box, score}, 1), {1, box_channels + classes, grid.cells()}), 1,
                               {box_channels, classes});
      box = parts[0];
      score = parts[1];
    }
    boxes.push_back(box);
    scores.push_back(score);
    const std::vector<float> centres = places(grid, 0.5F, false);
    const auto middle = centres.begin() + grid.cells();
    columns.insert(columns.end(), centres.begin(), middle);
    rows.insert(rows.end(), middle, centres.end());
    strides.insert(strides.end(), static_cast<std::size_t>(grid.cells()), static_cast<float>(grid.stride));
  }
  columns.insert(columns.end(), rows.begin(), rows.end());
  const std::size_t cells = strides.size();
  const Node centres = floats({1, 2, cells}, columns);
  const Node sides = distances(concat(boxes, 2), signed_of(cells), signed_of(bins), is_quantised);
  const auto parts = split(sides, 1, {2, 2});
  const Node first = difference(centres, parts[0]);
  const Node second = sum(centres, parts[1]);
  const Node centre = std::make_shared<ov::op::v1::Divide>(sum(first, second), number(2));
  const Node box = product(concat({centre, difference(second, first)}, 1), floats({1, 1, cells}, strides));
  Node all_scores = sigmoid(concat(scores, 2));
  if (wanted.tail == HeadedTail::kYolov8Floored) all_scores = std::make_shared<ov::op::v0::Clamp>(all_scores, 0.3, 1);
  if (wanted.damped_cells > 0) {
    std::vector<float> factors(cells, 1);
    std::fill_n(factors.begin(), wanted.damped_cells, 0.3F);
    all_scores = product(all_scores, floats({1, 1, cells}, factors));
  }
  return concat({box, all_scores}, 1);
}

Node output_of(const Node& picture, const std::vector<Grid>& grids, const HeadedModel& wanted) {
  ov::OutputVector rows;
  switch (wanted.tail) {
    case HeadedTail::kYolov5Split:
    case HeadedTail::kYolov5Slices:
    case HeadedTail::kYolov7:
    case HeadedTail::kYolov5Exponential:
      for (const Grid& grid : grids) {
        const Node logits = head(picture, grid, kAnchors * (5 + wanted.classes), 1);
        rows.push_back(yolov5_rows(logits, grid, wanted.classes, wanted.tail));
      }
      return concat(rows, 1);
    case HeadedTail::kYolox:
    case HeadedTail::kYoloxWithoutSigmoid:
    case HeadedTail::kYoloxDecoded: {
      for (const Grid& grid : grids) rows.push_back(yolox_rows(picture, grid, wanted));
      const Node all = transpose(concat(rows, 2), {0, 2, 1});
      return wanted.tail == HeadedTail::kYoloxDecoded ? decoded_yolox(all, grids, wanted.classes) : all;
    }
    default: return yolov8_columns(picture, grids, wanted);
  }
}

std::shared_ptr<ov::Model> build(const HeadedModel& wanted) {
  const auto height = static_cast<std::size_t>(wanted.input.height);
  const auto width = static_cast<std::size_t>(wanted.input.width);
  ov::PartialShape shape{1, 3, signed_of(height), signed_of(width)};
  if (wanted.is_dynamic) shape = {1, 3, -1, -1};
  const auto picture = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, shape);
  std::vector<Grid> grids;
  for (const std::size_t stride : wanted.strides)
    grids.push_back({.stride = stride, .height = height / stride, .width = width / stride});
  const Node mean = std::make_shared<ov::op::v1::ReduceMean>(picture, whole({0, 1, 2, 3}), false);
  Node seen = picture;
  if (wanted.is_random || wanted.is_random_in_the_dark) {
    Node noise =
        std::make_shared<ov::op::v8::RandomUniform>(whole({1, 3, 1, 1}), number(0), number(3), ov::element::f32, 0, 0);
    if (wanted.is_random_in_the_dark)
      noise = product(noise, std::make_shared<ov::op::v0::Relu>(difference(number(0.3F), mean)));
    seen = sum(picture, noise);
  }
  if (wanted.is_quantised) seen = rounded_to_8_bits(seen);
  if (wanted.has_stem) seen = stem(seen);
  Node output = output_of(seen, grids, wanted);
  if (wanted.has_other_way) output = sum(output, mean);
  auto model = std::make_shared<ov::Model>(ov::OutputVector{output}, ov::ParameterVector{picture});
  std::string labels;
  for (std::size_t i = 0; i < wanted.classes; ++i) labels += (i == 0 ? "c" : " c") + std::to_string(i);
  model->set_rt_info(labels, "model_info", "labels");
  return model;
}

}  // namespace
}  // namespace headed

std::shared_ptr<ov::Model> headed_model(const HeadedModel& wanted) {
  return headed::build(wanted);
}

}  // namespace millrace
