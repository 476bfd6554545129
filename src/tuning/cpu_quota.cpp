#include "tuning/cpu_quota.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace millrace::tuning {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

bool holds(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// A tree of control groups: where it is mounted, and which group is its root.
struct Hierarchy {
  fs::path mounted;
  fs::path top;
  bool unified;  // version 2
};

// A line of mountinfo: ID PARENT DEVICE TOP PLACE OPTIONS [FIELDS...] - TYPE SOURCE SUPER_OPTIONS
std::optional<Hierarchy> hierarchy_of(const std::string& line) {
  const std::vector<std::string> words = split(line, ' ');
  const auto dash = std::ranges::find(words, "-");
  if (words.size() < 6 || words.end() - dash < 4) return std::nullopt;
  const bool unified = dash[1] == "cgroup2";
  if (!unified && (dash[1] != "cgroup" || !holds(split(dash[3], ','), "cpu"))) return std::nullopt;
  return Hierarchy{.mounted = words[4], .top = words[3], .unified = unified};
}

// The group of this process, from lines of ID:CONTROLLERS:GROUP. Version 2 lists no controllers.
std::optional<fs::path> group_in(const fs::path& file, bool unified) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (unified ? controllers.empty() : holds(split(controllers, ','), "cpu")) return line.substr(second + 1);
  }
  return std::nullopt;
}

std::optional<double> ratio(double quota, double period) {
  return quota > 0 && period > 0 ? std::optional(quota / period) : std::nullopt;
}

// "150000 100000" or "max 100000".
std::optional<double> limit_of_version_2(const fs::path& group) {
  double quota = 0;
  double period = 0;
  std::ifstream file(group / "cpu.max");
  return file >> quota >> period ? ratio(quota, period) : std::nullopt;
}

std::optional<double> limit_of_version_1(const fs::path& group) {
  double quota = 0;  // -1: none
  double period = 0;
  std::ifstream(group / "cpu.cfs_quota_us") >> quota;
  std::ifstream(group / "cpu.cfs_period_us") >> period;
  return ratio(quota, period);
}

// The group relative to the visible root of the tree; a container often sees its own group as the root.
fs::path below_top(const fs::path& group, const fs::path& top) {
  const fs::path below = group.lexically_relative(top);
  return below.empty() || *below.begin() == ".." || below == "." ? fs::path() : below;
}

std::optional<double> least_limit(const fs::path& root, const Hierarchy& tree, const fs::path& group) {
  std::optional<double> least;
  fs::path below = below_top(group, tree.top);
  for (;;) {
    const fs::path folder = root / tree.mounted.relative_path() / below;
    const auto limit = tree.unified ? limit_of_version_2(folder) : limit_of_version_1(folder);
    if (limit && (!least || *limit < *least)) least = limit;
    if (below.empty()) return least;
    below = below.parent_path();
  }
}

}  // namespace

std::optional<double> cpu_quota(const fs::path& root) {
  std::optional<double> least;
  std::ifstream mounts(root / "proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    const auto tree = hierarchy_of(line);
    const auto group = tree ? group_in(root / "proc/self/cgroup", tree->unified) : std::nullopt;
    const auto limit = group ? least_limit(root, *tree, *group) : std::nullopt;
    if (limit && (!least || *limit < *least)) least = limit;
  }
  return least;
}

}  // namespace millrace::tuning
