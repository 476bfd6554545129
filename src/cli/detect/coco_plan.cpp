#include "cli/detect/coco_plan.hpp"

#include <algorithm>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "base/letter_case.hpp"
#include "base/stream_line.hpp"
#include "models/labels.hpp"

namespace millrace::cli {
namespace {

bool are_coco_labels(std::span<const std::string> labels) {
  const auto same = [](const std::string& a, const std::string& b) { return base::lower_case(a) == b; };
  return std::ranges::equal(labels, models::coco_labels(), same);
}

std::optional<CocoTruth> truth_in(const std::string& path) {
  return path.empty() ? std::nullopt : std::optional(read_coco_truth(path));
}

// "3 of 5 pictures (a.jpg, ...)", the first one as an example.
std::string some_of(std::size_t missing, const std::string& all, const std::string& first) {
  return fmt::format("{} of {} ({}{})", missing, all, first, missing > 1 ? ", ..." : "");
}

}  // namespace

CocoPlan::CocoPlan(const std::string& truth, std::span<const std::string> pictures)
    : truth_(truth_in(truth)), numbering_(truth_ ? CocoNumbering(*truth_, pictures) : CocoNumbering(pictures)) {
  std::set<CocoId> ids;
  for (const std::string& picture : pictures) {
    const std::optional<CocoId> id = numbering_.image_of(picture);
    if (id && !ids.insert(*id).second) repeated_ = true;
  }
  if (truth_) {
    note_missing_pictures(pictures);
  } else {
    names_ = !ids.empty() && std::holds_alternative<std::string>(*ids.begin());
  }
}

void CocoPlan::number_categories(std::span<const std::string> labels, bool zero_based) {
  if (truth_) {
    numbering_.number_categories(*truth_, labels);
    note_missing_classes(labels);
  } else if (!zero_based && are_coco_labels(labels)) {
    numbering_.number_categories(coco91_ids());
    categories_ = "COCO's own, 1 to 90 (--coco-zero-based for class numbers)";
  } else {
    categories_ = "class numbers, from 0";
  }
}

std::string CocoPlan::text() const {
  const std::string repeats = repeated_ ? "; pictures that are given twice have their results twice" : "";
  const std::string missing = missing_.empty() ? "" : ", which does not name " + missing_;
  if (truth_) return fmt::format("ids of {}{}{}", truth_->path, missing, repeats);
  return fmt::format("image ids are {}, category ids {}{}", names_ ? "names" : "numbers", categories_, repeats);
}

std::string CocoPlan::left_out_text(const CocoSink::LeftOut& left_out, const std::string& results) const {
  std::vector<std::string> what;
  if (left_out.pictures > 0) what.push_back(base::counted(left_out.pictures, "picture"));
  if (left_out.detections > 0) what.push_back(base::counted(left_out.detections, "detection"));
  if (what.empty() || !truth_) return {};
  return base::one_line(
             fmt::format("{} leaves out {} that {} does not name", results, fmt::join(what, " and "), truth_->path)) +
         "\n";
}

void CocoPlan::note_missing_pictures(std::span<const std::string> pictures) {
  const auto is_missing = [this](const std::string& picture) { return !numbering_.image_of(picture); };
  const auto first = std::ranges::find_if(pictures, is_missing);
  if (first == pictures.end()) return;
  const auto missing = static_cast<std::size_t>(std::ranges::count_if(pictures, is_missing));
  missing_ = some_of(missing, base::counted(pictures.size(), "picture"), *first);
}

void CocoPlan::note_missing_classes(std::span<const std::string> labels) {
  const auto is_missing = [this](const std::string& label) { return !truth_->categories.contains(label); };
  const auto first = std::ranges::find_if(labels, is_missing);
  if (first == labels.end()) return;
  const auto missing = static_cast<std::size_t>(std::ranges::count_if(labels, is_missing));
  missing_ +=
      (missing_.empty() ? "" : " and ") + some_of(missing, base::counted(labels.size(), "class", "classes"), *first);
}

}  // namespace millrace::cli
