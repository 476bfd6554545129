#include "models/labels_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "base/file_reader.hpp"
#include "base/letter_case.hpp"
#include "base/trimmed.hpp"
#include "base/utf.hpp"
#include "millrace/base/error.hpp"
#include "models/yaml_text.hpp"

namespace millrace::models {
namespace {

/// Takes the first line off `text`, without its end and the blanks around it.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = base::trimmed(text.substr(0, end), " \t");
  text.remove_prefix(end);
  text.remove_prefix(text.starts_with("\r\n") ? 2 : std::min<std::size_t>(text.size(), 1));
  return line;
}

bool has_names_key(std::string_view text) {
  while (!text.empty()) {
    if (take_line(text).starts_with("names:")) return true;
  }
  return false;
}

ParsedLabels labels_from_lines(std::string_view text) {
  ParsedLabels labels;
  while (!text.empty()) labels.names.emplace_back(take_line(text));
  while (!labels.names.empty() && labels.names.back().empty()) labels.names.pop_back();
  if (labels.names.empty()) labels.error = "it is empty";
  return labels;
}

ParsedLabels labels_from_yaml(const YAML::Node& root) {
  const bool has_names = root.IsMap() && root["names"];
  ParsedLabels labels = labels_from_names(flat_json(has_names ? root["names"] : root).value_or(""));
  const bool is_numbering = labels.ok() && !labels.names.empty();
  if (!is_numbering && !has_names && root.IsMap()) return {.error = "it is YAML without 'names:'"};
  if (!labels.ok()) labels.error = "its 'names:' are no list, and no mapping from 0, 1, 2... to texts";
  if (labels.ok() && labels.names.empty()) labels.error = "it has no names";
  return labels;
}

}  // namespace

ParsedLabels labels_from_file(std::string_view bytes, bool is_yaml) {
  const std::optional<std::string> text = base::to_utf8(bytes);
  if (!text || text->find('\0') != std::string::npos) return {.error = "it is no text file"};
  try {
    const YAML::Node root = YAML::Load(*text);
    if (root.IsMap() || root.IsSequence()) return labels_from_yaml(root);
    if (is_yaml) return {.error = "it is YAML without 'names:'"};
  } catch (const YAML::Exception& error) {
    if (is_yaml || has_names_key(*text)) return {.error = fmt::format("it is no YAML ({})", error.what())};
  }
  return labels_from_lines(*text);
}

std::vector<std::string> read_labels_file(const std::filesystem::path& path) {
  const base::FileContent content = base::read_file(path, kLongestLabels);
  base::throw_if_stopped(path.string(), content.error, "writer");
  const std::string extension = base::lower_case(path.extension().string());
  const bool is_yaml = extension == ".yaml" || extension == ".yml" || extension == ".json";
  ParsedLabels labels =
      content.ok() ? labels_from_file(content.bytes, is_yaml) : ParsedLabels{.error = "it " + content.problem};
  if (labels.ok()) return std::move(labels.names);
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("labels file {}: {}; --labels wants a text file with one class name a line, or YAML with "
                          "'names:'",
                          path.string(), labels.error));
}

}  // namespace millrace::models
