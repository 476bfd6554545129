#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/head_search.hpp"
#include "models/registry.hpp"
#include "openvino/runtime/core.hpp"
#include "vision/grid_head.hpp"

namespace millrace::models {

/// A graph that may be cut at its heads, and what is known of it.
struct CutCandidate {
  std::shared_ptr<ov::Model> graph;  ///< uncut, with an input of one settled size
  std::size_t output = 0;            ///< the one with the detections
  Size input;
  std::span<const int> strides;
  std::size_t class_count = 0;
  const ModelFamily* family = nullptr;  ///< an entry of model_families(); plan_cut() wants one with heads
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

}  // namespace millrace::models
