#include "millrace/io/picture_list.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/file_reader.hpp"
#include "base/letter_case.hpp"
#include "base/read_failure.hpp"
#include "io/folder_entries.hpp"
#include "io/path_pattern.hpp"
#include "io/picture_extension.hpp"
#include "io/picture_place.hpp"
#include "io/source_lines.hpp"
#include "io/source_reason.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestList = 1 << 28;  // three million lines

bool is_list(const fs::path& path) {
  return base::lower_case(path.extension().string()) == ".txt";
}

// As written if that exists, else beside the list: lists travel with their pictures.
std::string place_of(const std::string& line, const fs::path& list) {
  std::error_code ignored;
  const fs::path beside = list.parent_path() / line;
  return !fs::exists(line, ignored) && fs::exists(beside, ignored) ? beside.string() : line;
}

std::string advice_on(const std::string& pattern) {
  if (pattern.find('[') != std::string::npos) return "check the path, and write \\[ for a [ that is part of a name";
  if (pattern.find('{') != std::string::npos) return "{ } is known to the shell only: leave the quotes away";
  return "check the path";
}

/// Goes through the sources and notes what each stands for.
class PictureFinder {
 public:
  void add(const std::string& source) { add_source(source, Place::kCommandLine); }

  PictureList list() && {
    list_.left_out.hidden = hidden_.size();
    list_.left_out.linked_folders = linked_.size();
    list_.left_out.unreadable_folders = unreadable_.size();
    return std::move(list_);
  }

 private:
  enum class Place { kCommandLine, kList };

  void add_source(const std::string& source, Place place);
  void add_list(const std::string& path);
  void add_folder(const std::string& folder);
  void walk(const std::string& folder);
  void look_into(const fs::path& folder, std::vector<fs::path>& subfolders);
  void add_pattern(const std::string& pattern);
  void add_match(const std::string& path, const std::set<std::string>& matches);
  void add_file(const fs::path& file, io::EntryKind kind);

  void add_problem(const std::string& source, const std::string& what) {
    list_.problems.push_back(fmt::format("{}: {}", io::quoted_source(source), what));
  }
  void add_unreadable(const std::string& folder, const std::error_code& error) {
    if (unreadable_.insert(folder).second) add_problem(folder, base::read_failure("cannot be read", error));
  }
  // Sorts the pictures and problems from these indices on, which come from one source.
  void sort_from(std::size_t picture, std::size_t problem) {
    std::sort(list_.pictures.begin() + static_cast<std::ptrdiff_t>(picture), list_.pictures.end());
    std::sort(list_.problems.begin() + static_cast<std::ptrdiff_t>(problem), list_.problems.end());
  }

  // Such as a/../c.jpg and b/../c.jpg.
  void drop_doubles_from(std::size_t picture) {
    std::set<fs::path> places;
    const auto begin = list_.pictures.begin() + static_cast<std::ptrdiff_t>(picture);
    const auto is_double = [&](const std::string& path) { return !places.insert(io::picture_place(path)).second; };
    list_.pictures.erase(std::remove_if(begin, list_.pictures.end(), is_double), list_.pictures.end());
  }

  PictureList list_;
  std::set<std::string> others_;  // files that are no pictures
  std::set<std::string> hidden_;
  std::set<std::string> linked_;
  std::set<std::string> unreadable_;
};

// Adds a picture, or counts another file as left out: once, however many sources lead to it. A pipe does not count as a
// picture: reading it could block forever.
void PictureFinder::add_file(const fs::path& file, io::EntryKind kind) {
  const bool is_file = kind == io::EntryKind::kFile;
  const std::string extension = base::lower_case(file.extension().string());
  if (is_file && io::is_picture_extension(extension)) return list_.pictures.push_back(file.string());
  if (!others_.insert(file.string()).second) return;
  ++list_.left_out.files[!is_file ? "pipe or device" : extension.empty() ? "no extension" : extension];
}

void PictureFinder::look_into(const fs::path& folder, std::vector<fs::path>& subfolders) {
  const io::FolderEntries found = io::read_folder(folder);
  for (const io::FolderEntry& entry : found.entries) {
    const fs::path path = folder / entry.name;
    if (entry.is_hidden()) {
      hidden_.insert(path.string());
    } else if (entry.kind == io::EntryKind::kLinkedFolder) {
      linked_.insert(path.string());
    } else if (entry.kind == io::EntryKind::kFolder) {
      subfolders.push_back(path);
    } else {
      add_file(path, entry.kind);
    }
  }
  if (found.error) add_unreadable(folder.string(), found.error);
}

void PictureFinder::walk(const std::string& folder) {
  std::vector<fs::path> folders{folder};
  while (!folders.empty()) {
    const fs::path next = std::move(folders.back());
    folders.pop_back();
    look_into(next, folders);
  }
}

void PictureFinder::add_folder(const std::string& folder) {
  const std::size_t picture = list_.pictures.size();
  const std::size_t problem = list_.problems.size();
  walk(folder);
  sort_from(picture, problem);
  if (list_.pictures.size() == picture && list_.problems.size() == problem) {
    add_problem(folder, fmt::format("the folder holds no picture ({}); check the path", io::picture_extensions()));
  }
}

// A matching folder stands for everything in it, and so for matches below it.
void PictureFinder::add_match(const std::string& path, const std::set<std::string>& matches) {
  for (fs::path above = fs::path(path).parent_path(); above.has_relative_path(); above = above.parent_path()) {
    if (matches.contains(above.string())) return;
  }
  const io::EntryKind kind = io::kind_of(fs::path(path));
  if (kind == io::EntryKind::kFolder || kind == io::EntryKind::kLinkedFolder) {
    walk(path);
  } else {
    add_file(path, kind);
  }
}

void PictureFinder::add_pattern(const std::string& pattern) {
  const std::size_t picture = list_.pictures.size();
  const std::size_t problem = list_.problems.size();
  io::PathMatches matches = io::match_path_pattern(pattern);
  for (const auto& [folder, error] : matches.unreadable) add_unreadable(folder, error);
  hidden_.merge(matches.hidden);
  linked_.merge(matches.linked_folders);
  for (const std::string& path : matches.paths) add_match(path, matches.paths);
  sort_from(picture, problem);
  if (pattern.find("..") != std::string::npos) drop_doubles_from(picture);
  if (list_.pictures.size() > picture || list_.problems.size() > problem || !matches.unreadable.empty()) return;
  if (matches.paths.empty()) return add_problem(pattern, "no file matches this pattern; " + advice_on(pattern));
  const std::string count = std::to_string(matches.paths.size());
  add_problem(pattern, fmt::format("none of the {} matching files is a picture ({}); check the pattern", count,
                                   io::picture_extensions()));
}

void PictureFinder::add_list(const std::string& path) {
  const base::FileContent content = base::read_file(path, kLargestList);
  if (!content.ok()) return add_problem(path, "the list " + content.problem);
  const std::string& text = content.bytes;
  if (text.find('\0') != std::string::npos) {
    return add_problem(path, "this is no list: a text in UTF-8 with one source a line was wanted");
  }
  const std::vector<std::string> lines = io::source_lines(text);
  if (lines.empty()) add_problem(path, "the list names no source");
  for (const std::string& line : lines) add_source(place_of(line, path), Place::kList);
}

void PictureFinder::add_source(const std::string& source, Place place) {
  std::error_code error;
  const fs::file_status status = fs::status(source, error);
  if (fs::is_directory(status)) return add_folder(source);
  if (!fs::exists(status) && io::is_path_pattern(source) && !io::is_address(source)) return add_pattern(source);
  if (!fs::status_known(status)) return add_problem(source, base::read_failure("cannot be read", error));
  if (fs::exists(status)) {
    const bool list = fs::is_regular_file(status) && is_list(source);
    if (list && place == Place::kCommandLine) return add_list(source);
    if (list) return add_problem(source, "a list inside a list is not read yet; give both to the command");
    if (const std::string reason = io::reason_of_kind(source); !reason.empty()) return add_problem(source, reason);
    return list_.pictures.push_back(source);
  }
  add_problem(source, io::reason_of_absence(source));
}

}  // namespace

PictureList list_pictures(std::span<const std::string> sources) {
  PictureFinder finder;
  for (const std::string& source : sources) finder.add(source);
  return std::move(finder).list();
}

}  // namespace millrace
