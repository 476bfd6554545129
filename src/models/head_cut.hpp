#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/head_plan.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace::models {

/// One grid of a cut graph.
struct CutGrid {
  float stride = 0;
  std::vector<vision::Anchor> anchors = {};
};

/// A graph that ends at its heads.
struct HeadCut {
  const HeadFamily* family = nullptr;
  std::vector<CutGrid> grids = {};
  vision::DistanceBins bins = {};  ///< of all grids
  /// f32 [1, height, width, channels] of logits for each part of each grid. Channels last is what they cost least in:
  /// convolutions of the CPU write them so.
  std::shared_ptr<ov::Model> graph = nullptr;
};

/// How a plan reads the heads of these grids. Throws Error kModel for one that does not fit them.
HeadCut without_graph(const CutCandidate& model, const std::vector<GridValues>& grids, const HeadPlan& plan);

/// Cuts a copy of the graph. Throws Error kModel for a plan that does not fit it.
HeadCut cut_heads(const CutCandidate& model, const HeadPlan& plan);

/// What the heads of a picture are, in tensors of the cut graph's outputs. The tensors and `cut` must outlive it.
std::vector<vision::GridHead> heads_in(std::span<const ov::Tensor> outputs, const HeadCut& cut);

/// "3 heads of 255 channels"; several parts as "64 + 80".
std::string heads_text(const HeadCut& cut);

}  // namespace millrace::models
