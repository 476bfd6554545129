#include "io/path_pattern.hpp"

#include <algorithm>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "base/platform.hpp"
#include "io/folder_entries.hpp"

namespace millrace::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAllFolders = "**";

using Names = std::span<const std::string>;

// The names between the slashes. ** after ** is dropped; a final ** means everything in those folders.
std::vector<std::string> names_of(std::string_view pattern) {
  std::vector<std::string> names;
  while (!pattern.empty()) {
    const std::size_t slash = std::min(pattern.find('/'), pattern.size());
    std::string name(pattern.substr(0, slash));
    pattern.remove_prefix(std::min(slash + 1, pattern.size()));
    const bool again = name == kAllFolders && !names.empty() && names.back() == name;
    if (!name.empty() && !again) names.push_back(std::move(name));
  }
  if (!names.empty() && names.back() == kAllFolders) names.emplace_back("*");
  return names;
}

std::string without_escapes(std::string_view name) {
  std::string plain;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '\\' && i + 1 < name.size()) ++i;
    plain += name[i];
  }
  return plain;
}

bool entry_exists(const std::string& path) {
  std::error_code unknown;
  return fs::exists(fs::symlink_status(path, unknown));
}

using Entries = std::vector<FolderEntry>;

class Matcher {
 public:
  /// What matches `names` below `folder`, which is empty or ends with a slash.
  void match(const std::string& folder, Names names) {
    if (names.front() == kAllFolders) {
      match_all_folders(folder, names);
    } else if (!take_as_written(folder, names)) {
      match_among(entries(folder), folder, names);
    }
  }

  PathMatches matches() && { return std::move(matches_); }

 private:
  // Takes a name that can be resolved without reading the folder; true if it did.
  bool take_as_written(const std::string& folder, Names names) {
    const std::string& name = names.front();
    const bool is_plain = !is_path_pattern(name);
    const bool has_brackets = name.find('[') != std::string::npos;  // * and ? match themselves, too
    if (!is_plain && !(has_brackets && entry_exists(folder + name))) return false;
    take(folder + (is_plain ? without_escapes(name) : name), names.subspan(1));
    return true;
  }

  void match_among(const Entries& found, const std::string& folder, Names names) {
    for (const FolderEntry& entry : found) {
      if (base::platform::matches(names.front(), entry.name, false)) {
        take(folder + entry.name, names.subspan(1));
      } else if (base::platform::matches(names.front(), entry.name, true)) {
        matches_.hidden.insert(folder + entry.name);
      }
    }
  }

  void match_all_folders(const std::string& folder, Names names) {
    ++depth_of_all_folders_;
    const Entries found = entries(folder);
    if (!take_as_written(folder, names.subspan(1))) match_among(found, folder, names.subspan(1));
    for (const FolderEntry& entry : found) {
      const std::string path = folder + entry.name;
      if (entry.kind == EntryKind::kLinkedFolder) {
        matches_.linked_folders.insert(path);
      } else if (entry.kind == EntryKind::kFolder && entry.is_hidden()) {
        matches_.hidden.insert(path);
      } else if (entry.kind == EntryKind::kFolder) {
        match_all_folders(path + "/", names);
      }
    }
    --depth_of_all_folders_;
  }

  // `path` matches the pattern so far; `rest` is what must match below it.
  void take(const std::string& path, Names rest) {
    std::error_code error;
    const fs::file_status status = rest.empty() ? fs::symlink_status(path, error) : fs::status(path, error);
    if (error == std::errc::too_many_symbolic_link_levels) return;  // not a folder
    if (!fs::status_known(status)) {
      const bool shut = error == std::errc::permission_denied;
      matches_.unreadable.emplace(shut ? fs::path(path).parent_path().string() : path, error);
    } else if (depth_of_all_folders_ > 0 && kind_of(fs::path(path)) == EntryKind::kLinkedFolder) {
      matches_.linked_folders.insert(path);
    } else if (rest.empty()) {
      if (fs::exists(status)) matches_.paths.insert(path);
    } else if (fs::is_directory(status)) {
      match(path + "/", rest);
    }
  }

  Entries entries(const std::string& folder) {
    const std::string path = folder.empty() ? "." : folder.size() == 1 ? folder : folder.substr(0, folder.size() - 1);
    FolderEntries found = read_folder(path);
    if (found.error) matches_.unreadable.emplace(path, found.error);
    return std::move(found.entries);
  }

  PathMatches matches_;
  int depth_of_all_folders_ = 0;
};

}  // namespace

bool is_path_pattern(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

PathMatches match_path_pattern(const std::string& pattern) {
  Matcher matcher;
  const std::vector<std::string> names = names_of(pattern);
  if (!names.empty()) matcher.match(pattern.starts_with('/') ? "/" : "", names);
  PathMatches matches = std::move(matcher).matches();
  if (pattern.ends_with('/') && !pattern.ends_with("/**/") && pattern != "**/") {
    std::erase_if(matches.paths, [](const std::string& path) {
      std::error_code unknown;
      return !fs::is_directory(path, unknown);
    });
  }
  return matches;
}

}  // namespace millrace::io
