#include "models/head_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "models/candidate_agreement.hpp"
#include "models/decoding_step.hpp"
#include "models/head_cut.hpp"
#include "queue/openvino_reason.hpp"

namespace millrace::models {
namespace {

std::vector<std::size_t> channels_of(const GridValues& grid) {
  std::vector<std::size_t> channels;
  for (const ov::Output<ov::Node>& part : grid.parts) channels.push_back(part.get_shape()[1]);
  return channels;
}

std::vector<std::size_t> in_order(const std::vector<std::size_t>& values, const std::vector<std::size_t>& order) {
  std::vector<std::size_t> ordered;
  for (const std::size_t place : order) ordered.push_back(values.at(place));
  return ordered;
}

/// The orders of the parts in which their channels are the family's.
std::vector<std::vector<std::size_t>> possible_orders(const CutCandidate& model, const std::vector<GridValues>& grids) {
  std::vector<std::vector<std::size_t>> orders;
  std::vector<std::size_t> order(model.family->heads->parts);
  std::iota(order.begin(), order.end(), std::size_t{0});
  do {
    const bool fits = std::ranges::all_of(grids, [&](const GridValues& grid) {
      return model.family->heads->fits(in_order(channels_of(grid), order), model.class_count);
    });
    if (fits) orders.push_back(order);
  } while (std::ranges::next_permutation(order).found);
  return orders;
}

/// Logits that are the same in each run, and so far apart that no rounding makes two scores equal. Those of a cell lie
/// within 6 of each other, and high in some cells and low in others: the best of many classes has scores of every kind.
void fill_with_noise(ov::Tensor& tensor, std::uint32_t& state) {
  const auto next_below = [&](std::uint32_t limit) {
    state = state * 1664525U + 1013904223U;  // the linear congruential generator of Numerical Recipes
    return static_cast<float>((state >> 8U) % limit);
  };
  const std::size_t channels = tensor.get_shape().back();
  float* const values = tensor.data<float>();
  for (std::size_t i = 0; i < tensor.get_size(); i += channels) {
    const float lowest = next_below(1201) / 100 - 12;
    for (std::size_t c = 0; c < channels; ++c) values[i + c] = lowest + next_below(601) / 100;
  }
}

/// `moved_by`: by so many pixels more, one box in a thousand may differ.
bool are_same(const std::vector<Detection>& found, const std::vector<Detection>& wanted, float moved_by) {
  constexpr float kRounding = 1e-5F;
  if (found.size() != wanted.size() || wanted.empty()) return false;
  std::size_t moved = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const float pixels = tolerance_for(wanted[i].box, kRounding);
    if (found[i].class_id != wanted[i].class_id) return false;
    if (agree_exactly(found[i], wanted[i], pixels)) continue;
    if (!agree_exactly(found[i], wanted[i], pixels + moved_by)) return false;
    ++moved;
  }
  return moved <= wanted.size() / 1000;
}

/// A weight that lies between two of a quantised graph may be rounded to either: how far that moves a side at most.
float rounding_of(const vision::DistanceBins& bins, int largest_stride) {
  if (bins.levels < 2 || bins.values.empty()) return 0;
  const float step = bins.largest_weight / static_cast<float>(bins.levels - 1);
  return 2 * step * std::ranges::max(bins.values) * static_cast<float>(largest_stride);
}

/// Compares a family's decoders: of heads, and of what the graph makes of these.
class Judge {
 public:
  Judge(ov::Core& core, const CutCandidate& model, std::vector<GridValues> grids)
      : model_(model),
        grids_(std::move(grids)),
        step_(core, *model.graph, model.output, model.input, model.strides),
        inputs_(step_.inputs()) {}

  /// The plan for this order of the parts, or why there is none.
  HeadPlanOrReason judge(std::vector<std::size_t> order);

 private:
  vision::TensorView run();
  std::vector<vision::Anchor> anchors_at(vision::TensorView output, std::size_t row, std::size_t cells) const;
  bool read_anchors(HeadPlan& plan);
  bool read_bins(HeadPlan& plan);
  std::vector<Detection> decode_heads(const HeadPlan& plan, const vision::DecodeOptions& options) const;

  CutCandidate model_;
  std::vector<GridValues> grids_;
  DecodingStep step_;
  std::vector<ov::Tensor> inputs_;
  ov::Tensor output_;
};

vision::TensorView Judge::run() {
  output_ = step_.run(inputs_);
  return {output_.data<const float>(), std::span(output_.get_shape()).subspan(1)};
}

std::vector<Detection> Judge::decode_heads(const HeadPlan& plan, const vision::DecodeOptions& options) const {
  std::vector<ov::Tensor> heads;
  for (std::size_t first = 0; first < inputs_.size(); first += plan.order.size()) {
    for (const std::size_t part : plan.order) heads.push_back(inputs_[first + part]);
  }
  const HeadCut cut = without_graph(model_, grids_, plan);
  return cut.family->decode(heads_in(heads, cut), options);
}

// A logit of 0 gives a box the size of its anchor. The rows of an anchor follow each other, cell by cell.
std::vector<vision::Anchor> Judge::anchors_at(vision::TensorView output, std::size_t row, std::size_t cells) const {
  std::vector<vision::Anchor> anchors;
  for (std::size_t i = 0; i < model_.family->heads->boxes_per_cell; ++i) {
    const float* const box = output.data + (row + i * cells) * output.shape.back();
    anchors.push_back({.width = box[2], .height = box[3]});
  }
  return anchors;
}

bool Judge::read_anchors(HeadPlan& plan) {
  plan.anchors.assign(grids_.size(), {});
  if (!model_.family->heads->has_anchors()) return true;
  for (ov::Tensor& input : inputs_) std::fill_n(input.data<float>(), input.get_size(), 0.0F);
  const vision::TensorView output = run();
  std::size_t row = 0;
  for (std::size_t i = 0; i < grids_.size(); ++i) {
    const ov::Shape& shape = grids_[i].parts.front().get_shape();
    const std::size_t cells = shape[2] * shape[3];
    const std::size_t rows = cells * model_.family->heads->boxes_per_cell;
    if (row + rows > output.shape.front()) return false;
    plan.anchors[i] = anchors_at(output, row, cells);
    row += rows;
  }
  return row == output.shape.front();
}

// Cell after cell, all weight is put on another bin of the four sides: the width is then twice the bin's value.
bool Judge::read_bins(HeadPlan& plan) {
  constexpr float kSure = 40;
  const ov::Tensor& sides = inputs_[plan.order.front()];
  const std::size_t bins = sides.get_shape()[3] / 4;
  const std::size_t cells = sides.get_size() / (4 * bins);
  if (!model_.family->heads->has_bins || bins == 1) return true;
  if (cells < bins) return false;
  for (ov::Tensor& input : inputs_) std::fill_n(input.data<float>(), input.get_size(), -kSure);
  float* const logits = ov::Tensor(sides).data<float>();
  for (std::size_t i = 0; i < 4 * bins; ++i) logits[(i % bins) * 4 * bins + i] = kSure;
  const vision::TensorView output = run();
  const WeightQuantisation& weights = step_.weights();
  plan.bins = {.values = {}, .largest_weight = weights.largest, .levels = weights.levels};
  const float* const widths = output.data + 2 * output.shape.back();
  const auto stride = static_cast<float>(grids_.front().stride);
  for (std::size_t i = 0; i < bins; ++i)
    plan.bins.values.push_back(widths[i] / (2 * stride * std::min(1.0F, weights.largest)));
  return true;
}

HeadPlanOrReason Judge::judge(std::vector<std::size_t> order) {
  HeadPlan plan{.order = std::move(order), .anchors = {}};
  if (!read_anchors(plan) || !read_bins(plan)) return {.reason = "its output has other rows than its grids"};
  std::uint32_t noise = 1;
  for (ov::Tensor& input : inputs_) fill_with_noise(input, noise);
  const vision::DecodeOptions all{.confidence = 0};
  const std::vector<Detection> wanted =
      model_.family->decode(run(), {.size = model_.input, .strides = model_.strides}, all);
  const std::vector<Detection> found = decode_heads(plan, all);
  if (are_same(found, wanted, rounding_of(plan.bins, grids_.back().stride))) return {.plan = std::move(plan)};
  return {.reason = "its heads, which are of the right shapes, are decoded in another way"};
}

HeadPlanOrReason judge_all(ov::Core& core, const CutCandidate& model, const std::vector<GridValues>& grids,
                           const std::vector<std::vector<std::size_t>>& orders) {
  HeadPlanOrReason last;
  try {
    Judge judge(core, model, grids);
    for (const std::vector<std::size_t>& order : orders) {
      last = judge.judge(order);
      if (last.ok()) break;
    }
  } catch (const Error& error) {
    last.reason = std::string("its heads are decoded in another way: ") + error.what();
  } catch (const std::exception& error) {
    last.reason = "its decoding step cannot be run alone: " + queue::openvino_reason(error.what());
  }
  return last;
}

std::string shapes_text(const std::vector<GridValues>& grids) {
  std::vector<std::string> texts;
  for (const GridValues& grid : grids) texts.push_back(fmt::format("{}", fmt::join(channels_of(grid), " + ")));
  return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace

HeadPlanOrReason plan_cut(ov::Core& core, const CutCandidate& model) {
  const std::vector<GridValues> grids = find_grid_values(*model.graph, model.output, model.input, model.strides);
  if (grids.empty()) return {.reason = "it does not end in heads at these strides"};
  const auto has_all_parts = [&](const GridValues& grid) { return grid.parts.size() == model.family->heads->parts; };
  if (grids.size() != model.strides.size() || !std::ranges::all_of(grids, has_all_parts)) {
    return {.reason =
                fmt::format("its output is made of other heads than its family's: {} channels", shapes_text(grids))};
  }
  const auto orders = possible_orders(model, grids);
  if (orders.empty())
    return {.reason = fmt::format("its heads have other channels than its family's: {}", shapes_text(grids))};
  return judge_all(core, model, grids, orders);
}

}  // namespace millrace::models
