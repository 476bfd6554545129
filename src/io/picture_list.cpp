#include "millrace/io/picture_list.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include <glob.h>

#include "base/letter_case.hpp"
#include "io/picture_extension.hpp"
#include "io/source_lines.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;

bool has_picture_extension(const fs::path& path) {
  return is_picture_extension(path.extension().string());
}

// An empty or odd source is only seen in quotes.
std::string quoted(const std::string& path) {
  return "'" + path + "'";
}

std::string unreadable(const std::string& path, const std::error_code& error) {
  return quoted(path) + ": cannot be read: " + error.message() + "; check its permissions";
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

/// Lists one folder's pictures into `list` and its subfolders into `folders`.
void list_one_folder(const fs::path& folder, PictureList& list, std::vector<fs::path>& folders) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_hidden(entry->path())) continue;
    std::error_code ignored;  // what cannot be looked at is listed, so that reading it gives the reason
    const fs::file_status status = entry->status(ignored);
    if (fs::is_directory(status)) {
      if (!entry->is_symlink(ignored)) folders.push_back(entry->path());
    } else if (has_picture_extension(entry->path()) && (fs::is_regular_file(status) || !fs::exists(status))) {
      list.pictures.push_back(entry->path().string());
    }
  }
  if (error) list.problems.push_back(unreadable(folder.string(), error));
}

void append(PictureList& list, PictureList&& more) {
  std::move(more.pictures.begin(), more.pictures.end(), std::back_inserter(list.pictures));
  std::move(more.problems.begin(), more.problems.end(), std::back_inserter(list.problems));
}

PictureList list_folder(const std::string& folder) {
  PictureList list;
  std::vector<fs::path> folders{folder};
  while (!folders.empty()) {
    const fs::path next = std::move(folders.back());
    folders.pop_back();
    list_one_folder(next, list, folders);
  }
  std::sort(list.pictures.begin(), list.pictures.end());
  std::sort(list.problems.begin(), list.problems.end());
  if (list.pictures.empty() && list.problems.empty()) {
    list.problems.push_back(quoted(folder) + ": the folder holds no picture (" + picture_extensions() +
                            "); check the path");
  }
  return list;
}

/// glob(3)'s matches, sorted bytewise.
std::vector<std::string> match(const std::string& pattern) {
  glob_t matches{};
  const std::unique_ptr<glob_t, decltype(&globfree)> guard(&matches, &globfree);
  std::vector<std::string> paths;
  if (glob(pattern.c_str(), GLOB_NOSORT, nullptr, &matches) != 0) return paths;
  paths.assign(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
  std::sort(paths.begin(), paths.end());
  return paths;
}

PictureList list_pattern(const std::string& pattern) {
  PictureList list;
  const std::vector<std::string> matches = match(pattern);
  for (const std::string& path : matches) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      append(list, list_folder(path));
    } else if (has_picture_extension(path)) {
      list.pictures.push_back(path);
    }
  }
  if (matches.empty()) {
    list.problems.push_back(quoted(pattern) + ": no file matches this pattern; check the path");
  } else if (list.pictures.empty() && list.problems.empty()) {
    list.problems.push_back(quoted(pattern) + ": none of the " + std::to_string(matches.size()) +
                            " matching files is a picture (" + picture_extensions() + "); check the pattern");
  }
  return list;
}

enum class ListFiles { kOpen, kTakeAsPictures };

PictureList list_source(const std::string& source, ListFiles list_files);

// As written where that is there, else beside the list: lists travel with their pictures.
std::string place_of(const std::string& line, const fs::path& list) {
  std::error_code ignored;
  const fs::path beside = list.parent_path() / line;
  return !fs::exists(line, ignored) && fs::exists(beside, ignored) ? beside.string() : line;
}

PictureList list_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return {.pictures = {}, .problems = {quoted(path) + ": the list cannot be read; check its permissions"}};
  if (text.find('\0') != std::string::npos) {
    return {.pictures = {}, .problems = {quoted(path) + ": this is no list: a text with one source a line was wanted"}};
  }
  const std::vector<std::string> lines = source_lines(text);
  if (lines.empty()) return {.pictures = {}, .problems = {quoted(path) + ": the list names no source"}};
  PictureList list;
  for (const std::string& line : lines) append(list, list_source(place_of(line, path), ListFiles::kTakeAsPictures));
  return list;
}

std::string why_not_there(const std::string& source) {
  if (source.find("://") != std::string::npos) {
    const bool web = source.starts_with("http://") || source.starts_with("https://");
    return web ? ": pictures are read from files, not from the network; download it first: curl -LO " + source
               : ": streams are not read, only pictures in files; save some as files first";
  }
  if (!source.empty() && source.find_first_not_of("0123456789") == std::string::npos) {
    return ": no such file or folder; cameras are not read, only pictures in files";
  }
  return ": no such file or folder; check the path";
}

bool is_video(const fs::path& path) {
  constexpr std::string_view kVideos[] = {".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv"};
  return std::ranges::find(kVideos, lower_case(path.extension().string())) != std::end(kVideos);
}

PictureList list_source(const std::string& source, ListFiles list_files) {
  std::error_code error;
  const fs::file_status status = fs::status(source, error);
  if (fs::is_directory(status)) return list_folder(source);
  const bool is_list = list_files == ListFiles::kOpen && fs::path(source).extension() == ".txt";
  if (is_list && fs::is_regular_file(status)) return list_file(source);
  if (is_video(source)) {
    return {.pictures = {},
            .problems = {quoted(source) + ": videos are not read, only pictures; extract some first: ffmpeg -i " +
                         source + " frame%04d.jpg"}};
  }
  if (fs::exists(status)) return {.pictures = {source}, .problems = {}};
  const bool is_pattern = source.find("://") == std::string::npos && source.find_first_of("*?[") != std::string::npos;
  if (status.type() == fs::file_type::not_found && is_pattern) return list_pattern(source);
  if (status.type() == fs::file_type::not_found) {
    return {.pictures = {}, .problems = {quoted(source) + why_not_there(source)}};
  }
  return {.pictures = {}, .problems = {unreadable(source, error)}};
}

}  // namespace

PictureList list_pictures(std::span<const std::string> sources) {
  PictureList list;
  for (const std::string& source : sources) append(list, list_source(source, ListFiles::kOpen));
  return list;
}

}  // namespace millrace
