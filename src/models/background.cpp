#include "models/background.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/letter_case.hpp"
#include "openvino/op/detection_output.hpp"

namespace millrace::models {
namespace {

template <class Attributes>
Background background_in(const Attributes& attributes, std::optional<std::size_t> class_count) {
  return {.class_id = {attributes.background_label_id, "the graph's DetectionOutput"}, .class_count = class_count};
}

bool has_name_for_background(const std::vector<std::string>& labels, const Background& background) {
  if (background.class_count) return labels.size() >= *background.class_count;
  const std::string first = base::lower_case(labels.front());
  constexpr std::array kOthers{"???", "bg", "unlabeled", "none", "n/a"};
  return first.find("background") != std::string::npos || std::ranges::find(kOthers, first) != kOthers.end();
}

}  // namespace

Background background_of(const ov::Model& model) {
  for (const auto& node : model.get_ops()) {
    if (const auto* old = dynamic_cast<const ov::op::v0::DetectionOutput*>(node.get())) {
      const auto& attributes = old->get_attrs();
      const bool is_known = attributes.num_classes > 0;
      return background_in(attributes,
                           is_known ? std::optional(static_cast<std::size_t>(attributes.num_classes)) : std::nullopt);
    }
    if (const auto* newer = dynamic_cast<const ov::op::v8::DetectionOutput*>(node.get()))
      return background_in(newer->get_attrs(), std::nullopt);
  }
  return {};
}

std::vector<std::string> with_background(std::vector<std::string> labels, const Background& background) {
  const int id = background.class_id.value;
  if (labels.empty() || id < 0 || static_cast<std::size_t>(id) > labels.size()) return labels;
  if (!has_name_for_background(labels, background)) labels.insert(labels.begin() + id, "background");
  return labels;
}

}  // namespace millrace::models
