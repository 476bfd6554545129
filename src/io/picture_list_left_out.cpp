#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "millrace/io/picture_list.hpp"

namespace millrace {
namespace {

constexpr std::size_t kKindsShown = 8;

// The most frequent kinds, by name; the others together.
std::string kinds_text(const std::map<std::string, std::size_t>& files) {
  std::vector<std::pair<std::string, std::size_t>> kinds(files.begin(), files.end());
  std::size_t rest = 0;
  if (kinds.size() > kKindsShown) {
    std::ranges::sort(kinds, [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    for (std::size_t i = kKindsShown; i < kinds.size(); ++i) rest += kinds[i].second;
    kinds.resize(kKindsShown);
    std::ranges::sort(kinds);
  }
  std::vector<std::string> words;
  for (const auto& [kind, count] : kinds) words.push_back(fmt::format("{} {}", kind, count));
  if (rest > 0) words.push_back(fmt::format("of other kinds {}", rest));
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

std::string to_string(const LeftOut& left_out) {
  std::size_t files = 0;
  for (const auto& [kind, count] : left_out.files) files += count;
  std::vector<std::string> parts;
  if (files > 0) {
    parts.push_back(base::counted(files, "other file left out: ", "other files left out: ") +
                    kinds_text(left_out.files));
  }
  if (left_out.hidden > 0)
    parts.push_back(base::counted(left_out.hidden, "hidden entry", "hidden entries") + " left out");
  if (left_out.linked_folders > 0) {
    parts.push_back(base::counted(left_out.linked_folders, "linked folder") + " left out");
  }
  if (left_out.unreadable_folders > 0) {
    parts.push_back(base::counted(left_out.unreadable_folders, "unreadable folder") + " left out");
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace millrace
