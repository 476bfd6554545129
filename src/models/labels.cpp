#include "models/labels.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "base/parse_number.hpp"
#include "millrace/base/error.hpp"
#include "models/labels_file.hpp"
#include "models/python_text.hpp"

namespace millrace::models {
namespace {

ParsedLabels failure(std::string reason) {
  return {.error = std::move(reason)};
}

std::string classes(std::size_t count) {
  return base::counted(count, "class", "classes");
}

/// True if model_info tells these names as well as it can.
bool are_same_but_for_blanks(const ParsedLabels& exact, const ParsedLabels& lossy) {
  return exact.ok() && std::ranges::equal(exact.names, lossy.names, [](std::string name, const std::string& other) {
           std::ranges::replace(name, '_', ' ');
           return name == other;
         });
}

/// What speaks against the labels that come first, of a model with so many classes; empty if nothing does.
std::string problem_with(const FoundLabels& found, std::optional<std::size_t> class_count) {
  const ParsedLabels& labels = found.labels;
  if (!labels.ok()) return fmt::format("{} cannot be read: {}", found.origin, labels.error);
  if (!class_count || labels.names.size() == *class_count) return "";
  return fmt::format("{} has {}", found.origin, base::counted(labels.names.size(), "name"));
}

}  // namespace

ParsedLabels labels_from_names(std::string_view text) {
  if (text.empty()) return failure("it is no list, and no mapping from 0, 1, 2... to texts");
  PythonCollection parsed = parse_python(text);
  if (!parsed.ok()) return failure(parsed.error);
  const std::size_t count = parsed.entries.size();
  std::vector<std::optional<std::string>> found(count);
  for (PythonEntry& entry : parsed.entries) {
    const auto index = base::parse_number<std::size_t>(entry.key);
    if (!index || *index >= count || found[*index]) return failure("the keys are not 0 to the number of names");
    found[*index] = std::move(entry.value);
  }
  ParsedLabels labels;
  for (auto& name : found) labels.names.push_back(std::move(*name));
  return labels;
}

ParsedLabels labels_from_model_info(std::string_view text) {
  if (text.size() > kLongestLabels) return failure("it is longer than 4 MiB");
  ParsedLabels labels;
  for (std::size_t begin = text.find_first_not_of(" \n\t\r"); begin != std::string_view::npos;) {
    const std::size_t end = text.find_first_of(" \n\t\r", begin);
    std::string name(text.substr(begin, end == std::string_view::npos ? std::string_view::npos : end - begin));
    std::ranges::replace(name, '_', ' ');
    labels.names.push_back(std::move(name));
    begin = end == std::string_view::npos ? std::string_view::npos : text.find_first_not_of(" \n\t\r", end);
  }
  return labels;
}

std::vector<FoundLabels> find_labels(const LabelSources& sources) {
  if (!sources.file.empty())
    return {{{.names = read_labels_file(sources.file)}, "labels file " + sources.file.string(), true}};
  std::vector<FoundLabels> found;
  for (const auto& names : sources.sidecars) found.push_back({labels_from_names(names.value), names.origin});
  if (sources.model_info) found.push_back({labels_from_model_info(*sources.model_info), "rt_info/model_info/labels"});
  if (!sources.names) return found;
  FoundLabels exact{labels_from_names(*sources.names), "the model's metadata (names)"};
  const bool is_better = sources.model_info && are_same_but_for_blanks(exact.labels, found.back().labels);
  found.insert(is_better ? found.end() - 1 : found.end(), std::move(exact));
  return found;
}

Sourced<std::vector<std::string>> choose_labels(std::vector<FoundLabels> found, std::optional<std::size_t> class_count,
                                                const std::string& model, std::string doubt) {
  for (FoundLabels& labels : found) {
    if (problem_with(labels, class_count).empty()) return {std::move(labels.labels.names), std::move(labels.origin)};
  }
  const std::string problem = found.empty() ? "it carries no names" : problem_with(found.front(), class_count);
  if (!found.empty() && found.front().given)
    throw Error(ErrorCode::kInvalidArgument, fmt::format("{}, but {} has {}", problem, model, classes(*class_count)));
  if (!class_count) return {{}, fmt::format("{}; give names with --labels FILE", problem)};
  if (found.empty() && class_count == coco_labels().size())
    return {coco_labels(), "COCO-80, as the model has 80 classes and " + problem};
  const bool has_too_few =
      !found.empty() && found.front().labels.ok() && found.front().labels.names.size() < *class_count;
  if (doubt.empty() && has_too_few)
    doubt = "some numbers of its boxes may be keypoints, masks or an angle, and then it cannot be read";
  // Whoever has such a model should not be told to invent names.
  const std::string before = doubt.empty() ? "" : doubt + "; else ";
  throw Error(ErrorCode::kModel, fmt::format("model {} has {}, and {}; {}give their names with --labels FILE", model,
                                             classes(*class_count), problem, before));
}

}  // namespace millrace::models
