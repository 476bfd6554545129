#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

namespace millrace::io {

/// True for a text with *, ? or [.
bool is_path_pattern(std::string_view text);

/// What a pattern matches, and what it met on the way but did not enter.
struct PathMatches {
  std::set<std::string> paths;                        ///< spelled as in the pattern
  std::set<std::string> linked_folders;               ///< reached by ** and not followed
  std::set<std::string> hidden;                       ///< would match but for their leading dot
  std::map<std::string, std::error_code> unreadable;  ///< folders that could not be read
};

/// Matches a pattern as glob(7) does: *, ? and [ ] match within a name but never a leading dot, and \ takes the next
/// letter literally. Beyond glob(7), ** as a whole name stands for any number of folders, or none, but no hidden or
/// linked ones; and a name with [ that exists as written matches only itself.
PathMatches match_path_pattern(const std::string& pattern);

}  // namespace millrace::io
