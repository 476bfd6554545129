#pragma once

#include <optional>
#include <string>

#include "models/cut_record.hpp"
#include "models/head_cut.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace::models {

/// A graph that is to be cut at its heads.
struct ChosenCut {
  HeadCut heads;
  HeadPlan plan;
  std::string key = {};   ///< of its record; empty: there are none
  bool is_known = false;  ///< it was compared with the uncut graph before
};

/// A cut, and why it is one; or why there is none.
struct GraphChoice {
  std::optional<ChosenCut> cut = {};
  std::string reason;
};

/// Decides whether a graph is to be cut: as its record says, else as plan_cut() finds.
GraphChoice choose_graph(ov::Core& core, const CutCandidate& model, const CutRecords& records);

}  // namespace millrace::models
