#include "models/head_cut.hpp"

#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/transpose.hpp"

namespace millrace::models {
namespace {

void require_fitting(bool fits, const char* what) {
  if (!fits) throw Error(ErrorCode::kModel, fmt::format("the graph cannot be cut: its {} do not fit the plan", what));
}

}  // namespace

HeadCut without_graph(const CutCandidate& model, const std::vector<GridValues>& grids, const HeadPlan& plan) {
  require_fitting(plan.anchors.size() == grids.size(), "anchors");
  HeadCut cut{.family = model.family->heads, .bins = plan.bins};
  for (std::size_t i = 0; i < grids.size(); ++i) {
    const bool has_anchors = plan.anchors[i].size() == cut.family->boxes_per_cell;
    require_fitting(!cut.family->has_anchors() || has_anchors, "anchors");
    cut.grids.push_back({.stride = static_cast<float>(grids[i].stride), .anchors = plan.anchors[i]});
  }
  return cut;
}

HeadCut cut_heads(const CutCandidate& model, const HeadPlan& plan) {
  const std::shared_ptr<ov::Model> copy = model.graph->clone();
  const std::vector<GridValues> grids = find_grid_values(*copy, model.output, model.input, model.strides);
  HeadCut cut = without_graph(model, grids, plan);
  require_fitting(plan.order.size() == cut.family->parts && !grids.empty(), "parts");
  ov::OutputVector heads;
  for (const GridValues& grid : grids) {
    for (const std::size_t part : plan.order) {
      require_fitting(part < grid.parts.size(), "parts");
      const auto order = ov::op::v0::Constant::create(ov::element::i64, {4}, {0, 2, 3, 1});
      heads.emplace_back(std::make_shared<ov::op::v1::Transpose>(grid.parts[part], order));
    }
  }
  const std::size_t bins = cut.family->has_bins ? heads.front().get_shape()[3] / 4 : 0;
  require_fitting(plan.bins.values.size() == (bins > 1 ? bins : 0), "bins");
  cut.graph = std::make_shared<ov::Model>(heads, copy->get_parameters());
  cut.graph->get_rt_info() = copy->get_rt_info();
  return cut;
}

std::vector<vision::GridHead> heads_in(std::span<const ov::Tensor> outputs, const HeadCut& cut) {
  std::vector<vision::GridHead> heads;
  for (const CutGrid& grid : cut.grids) {
    vision::GridHead head{.stride = grid.stride, .anchors = grid.anchors};
    if (!cut.bins.values.empty()) head.bins = &cut.bins;
    for (std::size_t part = 0; part < cut.family->parts; ++part) {
      const ov::Tensor& tensor = outputs[heads.size() * cut.family->parts + part];
      head.parts.at(part) = {tensor.data<const float>(), std::span(tensor.get_shape()).subspan(1)};
    }
    heads.push_back(head);
  }
  return heads;
}

std::string heads_text(const HeadCut& cut) {
  std::vector<std::int64_t> channels;
  for (std::size_t part = 0; part < cut.family->parts; ++part)
    channels.push_back(cut.graph->output(part).get_partial_shape()[3].get_length());
  return fmt::format("{} heads of {} channels", cut.grids.size(), fmt::join(channels, " + "));
}

}  // namespace millrace::models
