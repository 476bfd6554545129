// Any numbers, shapes and options: each decoder gives possible detections or throws an Error, and nms() keeps its rules.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "fuzz/numbers.hpp"
#include "fuzz/require.hpp"
#include "millrace/base/error.hpp"
#include "vision/end_to_end.hpp"
#include "vision/nms.hpp"
#include "vision/rtdetr.hpp"
#include "vision/ssd.hpp"
#include "vision/yolov5.hpp"
#include "vision/yolov5_heads.hpp"
#include "vision/yolov7_end_to_end.hpp"
#include "vision/yolov8.hpp"
#include "vision/yolov8_heads.hpp"
#include "vision/yolox.hpp"
#include "vision/yolox_heads.hpp"

namespace millrace::vision {
namespace {

using fuzz::Numbers;
using fuzz::require;

/// A tensor with numbers of its own, in memory that ends where they end.
class Tensor {
 public:
  /// Of this shape, or now and then of another one, or without data.
  Tensor(std::vector<std::size_t> shape, Numbers& in) : shape_(std::move(shape)) {
    const std::uint8_t change = in.byte();
    if (change == 1) shape_.push_back(1);
    if (change == 2) shape_.pop_back();
    if (change == 3) shape_.front() += 1;
    if (change == 4) shape_.back() += 1;
    if (change == 5) return;
    values_.resize(std::accumulate(shape_.begin(), shape_.end(), std::size_t{1}, std::multiplies<>()));
    for (float& value : values_) value = in.number();
  }

  TensorView view() const { return {values_.empty() ? nullptr : values_.data(), shape_}; }

 private:
  std::vector<std::size_t> shape_;
  std::vector<float> values_;
};

constexpr std::size_t kMostRows = 12;
constexpr std::size_t kMostClasses = 4;
constexpr std::size_t kMostSide = 3;

/// Grids of heads, and all that they borrow.
class Grids {
 public:
  /// `channels`: of each part.
  void add(Numbers& in, std::span<const std::size_t> channels) {
    const std::size_t height = in.up_to(kMostSide);
    const std::size_t width = in.up_to(kMostSide);
    GridHead& head = heads_.emplace_back();
    head.stride = in.one_of({8.0F, 32.0F, 1.0F, 0.5F});
    for (std::size_t i = 0; i < channels.size(); ++i)
      head.parts[i] = tensors_.emplace_back(std::vector{height, width, channels[i]}, in).view();
  }
  void set_anchors(Numbers& in, std::size_t count) {
    std::vector<Anchor>& anchors = anchors_.emplace_back(count);
    for (Anchor& anchor : anchors) anchor = {in.number(), in.number()};
    heads_.back().anchors = anchors;
  }
  void set_bins(Numbers& in, std::size_t count) {
    DistanceBins& bins = bins_.emplace_back();
    bins.levels = in.one_of({0, 2, 16, 256});
    bins.largest_weight = in.one_of({1.0F, 0.5F});
    for (std::size_t i = 0; i < count; ++i) bins.values.push_back(in.number());
    heads_.back().bins = &bins;
  }
  std::span<const GridHead> heads() const { return heads_; }

 private:
  std::vector<GridHead> heads_;
  std::deque<Tensor> tensors_;  // these do not move
  std::deque<std::vector<Anchor>> anchors_;
  std::deque<DistanceBins> bins_;
};

std::vector<Detection> yolov5_rows(Numbers& in, const DecodeOptions& options) {
  const Tensor output({in.up_to(kMostRows), 5 + in.up_to(kMostClasses)}, in);
  std::vector<Detection> found = decode_yolov5(output.view(), options);
  is_class_untrained(output.view());
  return found;
}

std::vector<Detection> yolov8_columns(Numbers& in, const DecodeOptions& options) {
  const Tensor output({4 + in.up_to(kMostClasses), in.up_to(kMostRows)}, in);
  return decode_yolov8(output.view(), options);
}

ModelInput model_input(Numbers& in, std::span<const int> strides) {
  return {.size = {in.byte(), in.byte()}, .strides = strides};
}

std::vector<Detection> yolox_rows(Numbers& in, const DecodeOptions& options) {
  const std::array strides{in.one_of({32, 64, 16, 0}), in.one_of({64, 128, 255, -1})};
  const ModelInput input = model_input(in, strides);
  const Tensor output({count_cells(input), 5 + in.up_to(kMostClasses)}, in);
  return decode_yolox(output.view(), input, options);
}

std::vector<Detection> ssd_rows(Numbers& in, const DecodeOptions& options) {
  const ModelInput input = model_input(in, {});
  const Tensor output({1, in.up_to(kMostRows), 7}, in);
  return decode_ssd(output.view(), input, options);
}

std::vector<Detection> rtdetr_rows(Numbers& in, const DecodeOptions& options) {
  const ModelInput input = model_input(in, {});
  const Tensor output({in.up_to(kMostRows), 4 + in.up_to(kMostClasses)}, in);
  return decode_rtdetr(output.view(), input, options);
}

std::vector<Detection> rtdetr_chosen_rows(Numbers& in, const DecodeOptions& options) {
  const ModelInput input = model_input(in, {});
  const Tensor output({in.up_to(kMostRows), 6}, in);
  return decode_rtdetr_end_to_end(output.view(), input, options);
}

std::vector<Detection> end_to_end_rows(Numbers& in, const DecodeOptions& options) {
  const Tensor output({in.up_to(kMostRows), 6}, in);
  return decode_end_to_end(output.view(), options);
}

std::vector<Detection> yolov7_end_to_end_rows(Numbers& in, const DecodeOptions& options) {
  const Tensor output({in.up_to(kMostRows), 7}, in);
  return decode_yolov7_end_to_end(output.view(), options);
}

std::vector<Detection> yolov5_grids(Numbers& in, const DecodeOptions& options) {
  Grids grids;
  const std::size_t anchors = in.up_to(3);
  const std::size_t channels = anchors * (5 + in.up_to(kMostClasses));
  for (std::size_t count = in.up_to(2); count > 0; --count) {
    grids.add(in, std::array{channels});
    grids.set_anchors(in, anchors);
  }
  std::vector<Detection> found = decode_yolov5_heads(grids.heads(), options);
  is_yolov5_class_untrained(grids.heads());
  return found;
}

std::vector<Detection> yolov8_grids(Numbers& in, const DecodeOptions& options) {
  Grids grids;
  const std::size_t bins = in.up_to(4);
  const std::size_t classes = in.up_to(kMostClasses);
  for (std::size_t count = in.up_to(2); count > 0; --count) {
    grids.add(in, std::array{4 * bins, classes});
    if (in.flag()) grids.set_bins(in, bins + in.up_to(1));
  }
  return decode_yolov8_heads(grids.heads(), options);
}

std::vector<Detection> yolox_grids(Numbers& in, const DecodeOptions& options) {
  Grids grids;
  const std::size_t classes = in.up_to(kMostClasses);
  for (std::size_t count = in.up_to(2); count > 0; --count)
    grids.add(in, std::array{std::size_t{4}, std::size_t{1}, classes});
  std::vector<Detection> found = decode_yolox_heads(grids.heads(), options);
  is_yolox_class_untrained(grids.heads());
  return found;
}

constexpr std::array kDecoders = {
    yolov5_rows,     yolov8_columns,         yolox_rows,   ssd_rows,     rtdetr_rows, rtdetr_chosen_rows,
    end_to_end_rows, yolov7_end_to_end_rows, yolov5_grids, yolov8_grids, yolox_grids,
};

DecodeOptions decode_options(Numbers& in) {
  DecodeOptions options{.confidence = in.one_of({0.0F, 0.001F, 0.25F, 0.5F, 1.0F})};
  if (in.flag()) options.classes = {0, 2};
  if (in.flag()) options.background = 0;
  options.multi_label = in.flag();
  options.objectness_only = in.flag();
  options.check_all = in.flag();
  return options;
}

NmsOptions nms_options(Numbers& in) {
  return {.iou = in.one_of({0.45F, 0.0F, 0.7F, 1.0F}),
          .max_detections = in.one_of({std::size_t{300}, std::size_t{2}, std::size_t{0}}),
          .max_candidates = in.one_of({std::size_t{30000}, std::size_t{4}, std::size_t{0}}),
          .class_agnostic = in.flag()};
}

void check_found(const std::vector<Detection>& found, const DecodeOptions& options) {
  constexpr float kHighest = 1.2F;  // the product of two scores that are a little above 1
  for (const Detection& detection : found) {
    require(is_finite(detection.box));
    require(detection.score > options.confidence && detection.score < kHighest);
    require(detection.class_id >= 0 && detection.class_id != options.background);
    require(options.classes.empty() || std::ranges::count(options.classes, detection.class_id) > 0);
  }
}

void check_kept(const std::vector<Detection>& kept, const std::vector<Detection>& found, const NmsOptions& options) {
  require(kept.size() <= std::min({found.size(), options.max_detections, options.max_candidates}));
  require(std::ranges::is_sorted(kept, std::greater<>(), &Detection::score));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    require(std::ranges::count(found, kept[i]) > 0);
    for (std::size_t better = 0; better < i; ++better) {
      const bool compete = options.class_agnostic || kept[better].class_id == kept[i].class_id;
      require(!compete || !(iou(kept[better].box, kept[i].box) > options.iou));
    }
  }
  require(nms(kept, options) == kept);
}

void decode_and_suppress(Numbers in) {
  const auto decode = kDecoders.at(in.byte() % kDecoders.size());
  const NmsOptions nms_limits = nms_options(in);
  const DecodeOptions options = decode_options(in);
  try {
    const std::vector<Detection> found = decode(in, options);
    check_found(found, options);
    check_kept(nms(found, nms_limits), found, nms_limits);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::kInvalidInput);
  }
}

}  // namespace
}  // namespace millrace::vision

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  millrace::vision::decode_and_suppress(millrace::fuzz::Numbers({data, size}));
  return 0;
}
