#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

namespace millrace::io {

/// True for a text with *, ? or [.
bool is_path_pattern(std::string_view text);

/// The files and folders that a pattern names, and what was met on the way and not gone into.
struct PathMatches {
  std::set<std::string> paths;                        ///< as the pattern writes them
  std::set<std::string> linked_folders;               ///< where ** came to them
  std::set<std::string> hidden;                       ///< they would match, but for the dot that they begin with
  std::map<std::string, std::error_code> unreadable;  ///< folders that could not be read
};

/// Looks for what matches a pattern as glob(7) has it: *, ? and [ ] match within a name and never a dot at its
/// beginning, \ takes the next letter as it is. Beyond it, ** as a whole name stands for any folders, none included, but
/// for hidden and linked ones; and where a name of the pattern is there as it is written, only that matches.
PathMatches match_path_pattern(const std::string& pattern);

}  // namespace millrace::io
