#include "models/choose_graph.hpp"

#include <utility>

#include "millrace/base/error.hpp"

namespace millrace::models {
namespace {

/// The cut of a record; nothing for one that does not fit this graph.
std::optional<ChosenCut> known_cut(const CutCandidate& model, const HeadPlan& plan, const std::string& key) {
  try {
    return ChosenCut{.heads = cut_heads(model, plan), .plan = plan, .key = key, .is_known = true};
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

GraphChoice choose_graph(ov::Core& core, const CutCandidate& model, const CutRecords& records) {
  if (model.family->heads == nullptr) return {.reason = "a graph of this family is not cut"};
  const std::string key = records.has_folder() ? records.key_of(model.graph) : "";
  if (const std::optional<CutRecord> record = key.empty() ? std::nullopt : records.find(key)) {
    if (!record->ok()) return {.reason = record->reason + ", as was found in an earlier run"};
    if (auto cut = known_cut(model, record->plan, key)) {
      std::string reason = heads_text(cut->heads) + "; agreed with the uncut graph in an earlier run";
      return {.cut = std::move(cut), .reason = std::move(reason)};
    }
  }
  HeadPlanOrReason found = plan_cut(core, model);
  if (!found.ok()) return {.reason = std::move(found.reason)};
  ChosenCut cut{.heads = cut_heads(model, found.plan), .plan = std::move(found.plan), .key = key};
  std::string reason = heads_text(cut.heads);
  return {.cut = std::move(cut), .reason = std::move(reason)};
}

}  // namespace millrace::models
