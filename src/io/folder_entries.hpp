#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace millrace::io {

/// What a path leads to. A broken link, or what cannot be inspected, counts as a file, so that reading it gives the
/// reason.
enum class EntryKind { kFile, kFolder, kLinkedFolder, kPipeOrDevice };

EntryKind kind_of(const std::filesystem::directory_entry& entry);
EntryKind kind_of(const std::filesystem::path& path);

struct FolderEntry {
  std::string name;
  EntryKind kind;

  bool is_hidden() const { return name.starts_with('.'); }
};

struct FolderEntries {
  std::vector<FolderEntry> entries;  ///< in no order
  std::error_code error;             ///< why some are missing
};

FolderEntries read_folder(const std::filesystem::path& folder);

}  // namespace millrace::io
