#include "io/folder_entries.hpp"

namespace millrace::io {

namespace fs = std::filesystem;

EntryKind kind_of(const fs::directory_entry& entry) {
  std::error_code unknown;
  if (entry.is_directory(unknown)) return entry.is_symlink(unknown) ? EntryKind::kLinkedFolder : EntryKind::kFolder;
  return entry.is_regular_file(unknown) || !entry.exists(unknown) ? EntryKind::kFile : EntryKind::kPipeOrDevice;
}

EntryKind kind_of(const fs::path& path) {
  std::error_code unknown;
  return kind_of(fs::directory_entry(path, unknown));
}

FolderEntries read_folder(const fs::path& folder) {
  FolderEntries found;
  for (fs::directory_iterator entry(folder, found.error), end; !found.error && entry != end;
       entry.increment(found.error)) {
    found.entries.push_back({.name = entry->path().filename().string(), .kind = kind_of(*entry)});
  }
  return found;
}

}  // namespace millrace::io
