#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "models/head_family.hpp"
#include "models/head_search.hpp"
#include "openvino/runtime/core.hpp"
#include "openvino/runtime/tensor.hpp"
#include "vision/model_input.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::models {

/// A graph that may be cut at its heads, and what is known of it.
struct CutCandidate {
  std::shared_ptr<ov::Model> graph;  ///< uncut, with an input of one settled size
  std::size_t output = 0;            ///< the one with the detections
  Size input;
  std::span<const int> strides;
  std::size_t class_count = 0;
  const HeadFamily* family = nullptr;  ///< null: heads of its family are not decoded here
  /// The family's decoder of the uncut output.
  std::vector<Detection> (*decode)(vision::TensorView output, const vision::ModelInput& input,
                                   const vision::DecodeOptions& options) = nullptr;
};

/// How heads are to be read.
struct HeadPlan {
  std::vector<std::size_t> order;                    ///< in the family's order: which found part each one is
  std::vector<std::vector<vision::Anchor>> anchors;  ///< of each grid, the finest first; empty ones for most families
  vision::DistanceBins bins = {};                    ///< without values in most families

  friend bool operator==(const HeadPlan&, const HeadPlan&) = default;
};

/// A plan, or why there is none.
struct HeadPlanOrReason {
  HeadPlan plan = {};
  std::string reason = {};

  bool ok() const noexcept { return reason.empty(); }
};

/// Finds the heads by the graph's structure, and makes sure that the family's decoder makes of them what the graph
/// makes: of noise, for every box. A graph that only looks like one of the family is refused, with the reason.
HeadPlanOrReason plan_cut(ov::Core& core, const CutCandidate& model);

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

/// Cuts a copy of the graph. Throws Error kModel for a plan that does not fit it.
HeadCut cut_heads(const CutCandidate& model, const HeadPlan& plan);

/// What the heads of a picture are, in tensors of the cut graph's outputs. The tensors and `cut` must outlive it.
std::vector<vision::GridHead> heads_in(std::span<const ov::Tensor> outputs, const HeadCut& cut);

/// "3 heads of 255 channels"; several parts as "64 + 80".
std::string heads_text(const HeadCut& cut);

}  // namespace millrace::models
