#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace millrace {
namespace base {
class Descriptor;
}

/// A folder for results, with a list of the files put there: `.millrace-files`, one per line. A later run may replace
/// and remove the files on the list. All others are the user's and stay, even if added between two runs.
///
/// Thread-compatible. Two processes may put results into one folder; each knows its own and those of earlier runs.
///
/// Example:
///   ResultFolder folder("out");
///   folder.create();
///   folder.put("labels/bus.txt", "5 0.5 0.5 0.2 0.2\n");
class ResultFolder {
 public:
  static constexpr std::string_view kList = ".millrace-files";

  /// Reads the list if the folder exists; creates nothing. Throws Error kInvalidArgument when the list's name belongs
  /// to something else: a link, a folder, a pipe.
  explicit ResultFolder(std::string path);
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;
  /// Removes the folder again if this object created it and it is still empty.
  ~ResultFolder();

  const std::string& path() const noexcept { return path_; }
  std::string path_of(const std::string& name) const;

  /// Creates the folder and those above it, if missing. Throws Error kIo when the system refuses.
  void create();
  /// The same, but false when the name is taken.
  bool create_new();

  /// True once this object has put or removed something.
  bool used() const noexcept { return used_; }

  /// True when a file of this name was put here by this run or an earlier one.
  bool has(const std::string& name) const { return names_.contains(name); }

  /// The path of the first folder on the way to `name` that has become a link, else "". What lies behind a link does
  /// not belong to this folder.
  std::string link_on_the_way(const std::string& name) const;

  /// Puts a file at the path `name` below the folder, creating folders on the way. It appears whole or not at all.
  /// Replaces a file that has() knows; if that has become a link, the link itself. Throws Error kIo when the system
  /// refuses, when something else has that name, or when a folder on the way is a link; kInvalidInput when the name is
  /// too long for the system.
  void put(const std::string& name, std::string_view bytes);

  /// Removes a file that has() knows; leaves others alone. Throws Error kIo when a folder on the way is a link.
  void remove(const std::string& name);

 private:
  void require_own_folders(const std::string& name) const;
  void note(const std::string& line);
  void begin_list();

  std::string path_;
  std::unordered_set<std::string> names_;
  bool created_ = false;
  bool used_ = false;
  std::unique_ptr<base::Descriptor> list_;  // opened by the first change
};

}  // namespace millrace
