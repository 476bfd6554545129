#include "models/labels.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "base/file_reader.hpp"
#include "millrace/base/error.hpp"
#include "models/python_text.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kLargestLabels = 16 << 20;  // 22 000 names of ImageNet take half a MiB
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::optional<std::size_t> index_of(const std::string& key) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (error != std::errc() || end != key.data() + key.size()) return std::nullopt;
  return index;
}

ParsedLabels failure(std::string reason) {
  return {.error = std::move(reason)};
}

std::string classes(std::size_t count) {
  return base::counted(count, "class", "classes");
}

}  // namespace

ParsedLabels labels_from_names(std::string_view text) {
  PythonCollection parsed = parse_python(text);
  if (!parsed.ok()) return failure(parsed.error);
  const std::size_t count = parsed.entries.size();
  std::vector<std::optional<std::string>> found(count);
  for (PythonEntry& entry : parsed.entries) {
    const auto index = index_of(entry.key);
    if (!index || *index >= count || found[*index]) return failure("the keys are not 0 to the number of names");
    found[*index] = std::move(entry.value);
  }
  ParsedLabels labels;
  for (auto& name : found) labels.names.push_back(std::move(*name));
  return labels;
}

ParsedLabels labels_from_model_info(std::string_view text) {
  if (text.size() > kLargestLabels) return failure("it is longer than 16 MiB");
  ParsedLabels labels;
  for (std::size_t begin = text.find_first_not_of(" \n\t\r"); begin != std::string_view::npos;) {
    const std::size_t end = text.find_first_of(" \n\t\r", begin);
    std::string name(text.substr(begin, end == std::string_view::npos ? std::string_view::npos : end - begin));
    for (char& c : name) {
      if (c == '_') c = ' ';
    }
    labels.names.push_back(std::move(name));
    begin = end == std::string_view::npos ? std::string_view::npos : text.find_first_not_of(" \n\t\r", end);
  }
  return labels;
}

ParsedLabels labels_from_lines(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return failure("it is no text file");
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  ParsedLabels labels;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    labels.names.emplace_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  while (!labels.names.empty() && labels.names.back().empty()) labels.names.pop_back();
  return labels.names.empty() ? failure("it is empty") : labels;
}

std::vector<std::string> read_labels_file(const std::filesystem::path& path) {
  const base::FileContent content = base::read_file(path, kLargestLabels);
  base::throw_if_stopped(path.string(), content.error, "writer");
  ParsedLabels labels = content.ok() ? labels_from_lines(content.bytes) : failure("it " + content.problem);
  if (!labels.ok()) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("labels file {}: {}; --labels wants a text file with one class name a line", path.string(),
                            labels.error));
  }
  return std::move(labels.names);
}

std::optional<FoundLabels> find_labels(const LabelSources& sources) {
  if (!sources.file.empty())
    return FoundLabels{{.names = read_labels_file(sources.file)}, "labels file " + sources.file.string(), true};
  if (sources.sidecar) return FoundLabels{labels_from_names(sources.sidecar->value), sources.sidecar->origin};
  if (sources.model_info) return FoundLabels{labels_from_model_info(*sources.model_info), "rt_info/model_info/labels"};
  if (sources.names) return FoundLabels{labels_from_names(*sources.names), "the model's metadata (names)"};
  return std::nullopt;
}

Sourced<std::vector<std::string>> choose_labels(std::optional<FoundLabels> found,
                                                std::optional<std::size_t> class_count, const std::string& model,
                                                std::string doubt) {
  std::string problem = "it carries no names";
  if (found) {
    std::vector<std::string>& names = found->labels.names;
    if (found->labels.ok() && (!class_count || names.size() == *class_count)) {
      return {std::move(names), std::move(found->origin)};
    }
    problem = found->labels.ok() ? fmt::format("{} has {}", found->origin, base::counted(names.size(), "name"))
                                 : fmt::format("{} cannot be read: {}", found->origin, found->labels.error);
    if (found->given)
      throw Error(ErrorCode::kInvalidArgument, fmt::format("{}, but {} has {}", problem, model, classes(*class_count)));
  }
  if (!class_count) return {{}, fmt::format("{}; give names with --labels FILE, one a line", problem)};
  if (class_count == coco_labels().size())
    return {coco_labels(), "COCO-80, as the model has 80 classes and " + problem};
  if (doubt.empty() && found && found->labels.ok() && found->labels.names.size() < *class_count)
    doubt = "some numbers of its boxes may be keypoints, masks or an angle, and then it cannot be read";
  // Whoever has such a model should not be told to invent names.
  const std::string before = doubt.empty() ? "" : doubt + "; else ";
  throw Error(ErrorCode::kModel,
              fmt::format("model {} has {}, and {}; {}give their names with --labels FILE, one a line", model,
                          classes(*class_count), problem, before));
}

}  // namespace millrace::models
