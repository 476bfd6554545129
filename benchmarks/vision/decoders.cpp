// What decoding one picture's outputs and suppressing its boxes costs: as an uncut graph gives them, and as the heads of
// a cut one. Shapes are those of 640x640 and COCO's 80 classes. Objects lie evenly over the picture.

#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "vision/grid_head.hpp"
#include "vision/nms.hpp"
#include "vision/yolov5.hpp"
#include "vision/yolov5_heads.hpp"
#include "vision/yolov8.hpp"
#include "vision/yolov8_heads.hpp"
#include "vision/yolox.hpp"
#include "vision/yolox_heads.hpp"

namespace {

using namespace millrace;
using namespace millrace::vision;

constexpr std::size_t kClasses = 80;
constexpr std::size_t kGrids = 3;
constexpr std::array<int, kGrids> kStrides{8, 16, 32};
constexpr int kSide = 640;
constexpr std::size_t kAnchors = 3;
constexpr std::array<std::array<Anchor, kAnchors>, kGrids> kYolov5Anchors{
    {{{{10, 13}, {16, 30}, {33, 23}}}, {{{30, 61}, {62, 45}, {59, 119}}}, {{{116, 90}, {156, 198}, {373, 326}}}}};
constexpr float kNothing = -12;

// What pictures of COCO give YOLOv5n: about 100 candidates at 0.25, and a crowd's 3456 at 0.001.
struct Load {
  std::size_t candidates;
  float confidence;
};
constexpr Load kUsual{100, 0.25F};
constexpr Load kHeavy{3456, 0.001F};

std::size_t cells_of(std::size_t grid) {
  const auto side = static_cast<std::size_t>(kSide / kStrides.at(grid));
  return side * side;
}

/// The heads of three grids, of noise. `channels`: of a box, in each part.
class Heads {
 public:
  Heads(std::vector<std::size_t> channels, std::size_t boxes_per_cell) : channels_(std::move(channels)) {
    std::mt19937 random(7);
    for (std::size_t grid = 0; grid < kGrids; ++grid) {
      const auto side = static_cast<std::size_t>(kSide / kStrides.at(grid));
      for (const std::size_t numbers : channels_) {
        shapes_.push_back({side, side, numbers * boxes_per_cell});
        std::vector<float> values(side * side * numbers * boxes_per_cell);
        for (float& value : values) value = static_cast<float>(random() % 2000U) / 1000.0F - 1;
        data_.push_back(std::move(values));
      }
    }
    for (std::size_t grid = 0; grid < kGrids; ++grid) {
      GridHead head{.stride = static_cast<float>(kStrides.at(grid))};
      if (boxes_per_cell == kAnchors) head.anchors = kYolov5Anchors.at(grid);
      for (std::size_t part = 0; part < channels_.size(); ++part) {
        const std::size_t i = grid * channels_.size() + part;
        head.parts.at(part) = {data_.at(i).data(), shapes_.at(i)};
      }
      heads_.push_back(head);
    }
  }

  /// The numbers of a box in one part; boxes are counted over all grids.
  float* box(std::size_t part, std::size_t index) {
    std::size_t grid = 0;
    const std::size_t per_cell = shapes_.at(part)[2] / channels_.at(part);
    while (index >= cells_of(grid) * per_cell) index -= cells_of(grid++) * per_cell;
    return data_.at(grid * channels_.size() + part).data() + index * channels_.at(part);
  }
  const std::vector<GridHead>& all() const { return heads_; }

 private:
  std::vector<std::size_t> channels_;
  std::vector<std::array<std::size_t, 3>> shapes_;
  std::vector<std::vector<float>> data_;
  std::vector<GridHead> heads_;
};

/// Whether box number `index` of `all` is an object.
bool is_object(std::size_t index, std::size_t all, const Load& load) {
  return index * load.candidates / all != (index + 1) * load.candidates / all;
}

float score(float logit) {
  return 1 / (1 + std::exp(-logit));
}

/// Logits of an objectness and of the classes: a score above the threshold for objects, none for others.
void set_scores(float* objectness, float* classes, bool is_object, std::size_t index, const Load& load) {
  const float logit = std::log(load.confidence / (1 - load.confidence)) + 1.5F;
  if (objectness != nullptr) *objectness = is_object ? 6 : kNothing;
  for (std::size_t c = 0; c < kClasses; ++c) classes[c] = kNothing;
  if (is_object) classes[index % 7] = logit;
}

constexpr std::size_t kYolov5Boxes = 25200;
constexpr std::size_t kCells = 8400;

Heads yolov5_heads(const Load& load) {
  Heads heads({5 + kClasses}, kAnchors);
  for (std::size_t i = 0; i < kYolov5Boxes; ++i) {
    float* box = heads.box(0, i);
    set_scores(box + 4, box + 5, is_object(i, kYolov5Boxes, load), i, load);
  }
  return heads;
}

Heads yolov8_heads(const Load& load) {
  Heads heads({64, kClasses}, 1);
  for (std::size_t i = 0; i < kCells; ++i) set_scores(nullptr, heads.box(1, i), is_object(i, kCells, load), i, load);
  return heads;
}

Heads yolox_heads(const Load& load) {
  Heads heads({4, 1, kClasses}, 1);
  for (std::size_t i = 0; i < kCells; ++i)
    set_scores(heads.box(1, i), heads.box(2, i), is_object(i, kCells, load), i, load);
  return heads;
}

/// What the output of an uncut graph looks like.
struct Output {
  std::size_t boxes;
  std::size_t before_classes;
  bool channels_first = false;
  bool is_raw = false;  // the boxes are still to be decoded, as those of YOLOX
};

/// An output with so many candidates.
std::vector<float> made_output(const Output& output, const Load& load) {
  const std::size_t numbers = output.before_classes + kClasses;
  std::vector<float> values(output.boxes * numbers);
  std::mt19937 random(7);
  for (std::size_t i = 0; i < output.boxes; ++i) {
    std::vector<float> row(numbers, kNothing);
    float* objectness = output.before_classes == 5 ? &row[4] : nullptr;
    set_scores(objectness, &row[output.before_classes], is_object(i, output.boxes, load), i, load);
    for (std::size_t k = 4; k < numbers; ++k) row[k] = score(row[k]);
    for (std::size_t k = 0; k < 4; ++k) {
      const unsigned least = k < 2 ? 0 : 10;
      row[k] = output.is_raw ? 0.5F : static_cast<float>(least + random() % 400U);
    }
    for (std::size_t k = 0; k < numbers; ++k)
      values[output.channels_first ? k * output.boxes + i : i * numbers + k] = row[k];
  }
  return values;
}

template <class Decode>
void measure(benchmark::State& state, const Load& load, Decode decode) {
  const DecodeOptions options{.confidence = load.confidence};
  std::size_t found = 0;
  for (auto _ : state) {
    const std::vector<Detection> candidates = decode(options);
    found = candidates.size();
    benchmark::DoNotOptimize(candidates.data());
  }
  state.counters["candidates"] = static_cast<double>(found);
}

void yolov5_rows(benchmark::State& state, Load load) {
  const std::vector<float> values = made_output({.boxes = kYolov5Boxes, .before_classes = 5}, load);
  const std::array<std::size_t, 2> shape{kYolov5Boxes, 5 + kClasses};
  measure(state, load, [&](const auto& options) { return decode_yolov5({values.data(), shape}, options); });
}

void yolov5_heads_of_a_cut_graph(benchmark::State& state, Load load) {
  const Heads heads = yolov5_heads(load);
  measure(state, load, [&](const auto& options) { return decode_yolov5_heads(heads.all(), options); });
}

void yolov8_columns(benchmark::State& state, Load load) {
  const std::vector<float> values = made_output({.boxes = kCells, .before_classes = 4, .channels_first = true}, load);
  const std::array<std::size_t, 2> shape{4 + kClasses, kCells};
  measure(state, load, [&](const auto& options) { return decode_yolov8({values.data(), shape}, options); });
}

void yolov8_heads_of_a_cut_graph(benchmark::State& state, Load load) {
  const Heads heads = yolov8_heads(load);
  measure(state, load, [&](const auto& options) { return decode_yolov8_heads(heads.all(), options); });
}

void yolox_rows(benchmark::State& state, Load load) {
  const std::vector<float> values = made_output({.boxes = kCells, .before_classes = 5, .is_raw = true}, load);
  const std::array<std::size_t, 2> shape{kCells, 5 + kClasses};
  const ModelInput input{.size = {kSide, kSide}, .strides = kStrides};
  measure(state, load, [&](const auto& options) { return decode_yolox({values.data(), shape}, input, options); });
}

void yolox_heads_of_a_cut_graph(benchmark::State& state, Load load) {
  const Heads heads = yolox_heads(load);
  measure(state, load, [&](const auto& options) { return decode_yolox_heads(heads.all(), options); });
}

void yolov5_heads_and_nms(benchmark::State& state, Load load) {
  const Heads heads = yolov5_heads(load);
  measure(state, load, [&](const auto& options) { return nms(decode_yolov5_heads(heads.all(), options), {}); });
}

void nms_alone(benchmark::State& state, Load load) {
  const std::vector<Detection> candidates =
      decode_yolov5_heads(yolov5_heads(load).all(), {.confidence = load.confidence});
  measure(state, load, [&](const auto&) { return nms(candidates, {}); });
}

#define MILLRACE_BENCHMARK_BOTH(function)                                    \
  BENCHMARK_CAPTURE(function, usual, kUsual)->Unit(benchmark::kMicrosecond); \
  BENCHMARK_CAPTURE(function, heavy, kHeavy)->Unit(benchmark::kMicrosecond)

MILLRACE_BENCHMARK_BOTH(yolov5_rows);
MILLRACE_BENCHMARK_BOTH(yolov5_heads_of_a_cut_graph);
MILLRACE_BENCHMARK_BOTH(nms_alone);
MILLRACE_BENCHMARK_BOTH(yolov5_heads_and_nms);
MILLRACE_BENCHMARK_BOTH(yolov8_columns);
MILLRACE_BENCHMARK_BOTH(yolov8_heads_of_a_cut_graph);
MILLRACE_BENCHMARK_BOTH(yolox_rows);
MILLRACE_BENCHMARK_BOTH(yolox_heads_of_a_cut_graph);

}  // namespace

BENCHMARK_MAIN();
