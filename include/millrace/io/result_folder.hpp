#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace millrace {
namespace base {
class Descriptor;
}

/// A folder that results are put into, and the list of what was put there, `.millrace-files`: a line a file. A later
/// run may replace and remove what is on the list. All else is the user's and stays, also what comes in between.
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

  /// Reads the list of a folder that is there. Creates nothing. Throws Error kInvalidArgument when something else has
  /// the list's name: a link, a folder, a pipe.
  explicit ResultFolder(std::string path);
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;
  /// Removes the folder again when it was created by this object and is still empty.
  ~ResultFolder();

  const std::string& path() const noexcept { return path_; }
  std::string path_of(const std::string& name) const;

  /// Creates the folder and those above it, where it is not there. Throws Error kIo when the system refuses.
  void create();
  /// The same, and false when something has that name already.
  bool create_new();

  /// True once this object has put or removed something.
  bool used() const noexcept { return used_; }

  /// True when a file of this name was put here by this run or an earlier one.
  bool has(const std::string& name) const { return names_.contains(name); }

  /// The first folder on the way to `name` that is a link by now, as a path; else "". What lies behind it is not of this
  /// folder.
  std::string link_on_the_way(const std::string& name) const;

  /// Puts a file into the folder, `name` being its path below it; folders on the way are created. It appears whole or
  /// not at all. Replaces a file that has() knows; if that is a link by now, the link itself. Throws Error kIo when the
  /// system refuses, when something else has that name, or when a folder on the way is a link; kInvalidInput when the
  /// name is longer than the system takes.
  void put(const std::string& name, std::string_view bytes);

  /// Removes a file that has() knows, and leaves anything else alone. Throws Error kIo when a folder on the way is a link.
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
