#include "millrace/io/result_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/file_reader.hpp"
#include "base/platform.hpp"
#include "io/io_failure.hpp"
#include "io/output_file.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;
namespace platform = base::platform;

constexpr std::string_view kHead =
    "# What millrace put into this folder. A later run may replace these files; it leaves all others alone.\n";

constexpr std::size_t kLargestResultList = 1 << 30;
constexpr std::string_view kNoMore = "%-";  // marks a name whose file was removed again

// A file name may contain a line break, or begin like a comment.
std::string line_of(std::string_view name) {
  std::string line;
  for (const char c : name) {
    if (c == '\n') {
      line += "%0A";
    } else if (c == '#') {
      line += "%23";
    } else if (c == '%') {
      line += "%25";
    } else {
      line += c;
    }
  }
  return line + "\n";
}

std::string name_of(std::string_view line) {
  std::string name;
  while (!line.empty()) {
    const std::string_view code = line.substr(0, 3);
    const bool escaped = code == "%0A" || code == "%23" || code == "%25";
    name += code == "%0A" ? '\n' : code == "%23" ? '#' : line.front();
    line.remove_prefix(escaped ? 3 : 1);
  }
  return name;
}

// Only whole lines: a process that left half a line was killed before it put the file there.
std::unordered_set<std::string> names_in(std::string_view list) {
  std::unordered_set<std::string> names;
  for (std::size_t end = 0; (end = list.find('\n')) != std::string_view::npos; list.remove_prefix(end + 1)) {
    const std::string_view line = list.substr(0, end);
    if (line.starts_with(kNoMore)) {
      names.erase(name_of(line.substr(kNoMore.size())));
    } else if (!line.empty() && !line.starts_with('#')) {
      names.insert(name_of(line));
    }
  }
  return names;
}

// While being written, a file has a longer name.
void require_name_that_fits(const std::string& path) {
  constexpr std::size_t kRoom = 64;
  std::size_t longest = 0;
  for (const fs::path& part : fs::path(path)) longest = std::max(longest, part.native().size());
  if (longest <= platform::longest_name() && path.size() + kRoom <= platform::longest_path()) return;
  throw Error(
      ErrorCode::kInvalidInput,
      fmt::format("{}: the name is too long ({} bytes of at most {}, in a path of {}); give the picture a shorter one",
                  path, longest, platform::longest_name(), path.size()));
}

bool is_there(const std::string& path) {
  std::error_code unknown;
  return fs::exists(fs::symlink_status(path, unknown));
}

}  // namespace

ResultFolder::ResultFolder(std::string path) : path_(std::move(path)) {
  const std::string list = path_of(std::string(kList));
  std::error_code unknown;
  const fs::file_status status = fs::symlink_status(list, unknown);
  if (!fs::exists(status)) return;
  if (!fs::is_regular_file(status)) {
    throw Error(ErrorCode::kInvalidArgument,
                list + ": is no file of millrace's, and would be replaced; move it away, or choose another folder");
  }
  const base::FileContent content = base::read_file(list, kLargestResultList);
  if (!content.ok()) throw Error(ErrorCode::kIo, fmt::format("{} {}", list, content.problem));
  names_ = names_in(content.bytes);
}

ResultFolder::~ResultFolder() {
  std::error_code not_empty;
  if (created_) fs::remove(path_, not_empty);
}

std::string ResultFolder::path_of(const std::string& name) const {
  return (fs::path(path_) / name).string();
}

void ResultFolder::create() {
  if (!create_new()) io::create_output_folder(path_);  // says what is in the way
}

bool ResultFolder::create_new() {
  if (const fs::path above = fs::path(path_).parent_path(); !above.empty()) io::create_output_folder(above.string());
  std::error_code error;
  if (fs::create_directory(path_, error)) return created_ = true;
  const bool is_taken = !error || error == std::errc::file_exists || error == std::errc::not_a_directory;
  if (!is_taken) io::fail_io(path_, "folder cannot be created", error);
  return false;
}

std::string ResultFolder::link_on_the_way(const std::string& name) const {
  std::error_code unknown;
  fs::path folder(path_);
  for (const fs::path& part : fs::path(name).parent_path()) {
    folder /= part;
    if (fs::is_symlink(fs::symlink_status(folder, unknown))) return folder.string();
  }
  return {};
}

void ResultFolder::require_own_folders(const std::string& name) const {
  const std::string link = link_on_the_way(name);
  if (link.empty()) return;
  throw Error(
      ErrorCode::kIo,
      fmt::format("{}: is a link, and results are not written through links; remove it, or choose another folder",
                  link));
}

void ResultFolder::put(const std::string& name, std::string_view bytes) {
  require_own_folders(name);
  const std::string path = path_of(name);
  require_name_that_fits(path);
  const bool known = has(name);
  if (!known && is_there(path)) {
    throw Error(ErrorCode::kIo,
                path + ": is there, and was no result when this run began; choose another folder, or move it away");
  }
  io::OutputFile file(path, known ? io::Existing::kReplaceEntry : io::Existing::kRefuse);
  file.write(bytes);
  if (!known) note(line_of(name));
  file.close();
  names_.insert(name);
  used_ = true;
}

void ResultFolder::remove(const std::string& name) {
  if (!has(name)) return;
  require_own_folders(name);
  note(std::string(kNoMore) + line_of(name));
  names_.erase(name);
  used_ = true;
  platform::remove_file(path_of(name));  // if it has become a folder, it stays
}

void ResultFolder::note(const std::string& line) {
  if (list_ == nullptr) begin_list();
  std::error_code error;
  if (platform::write_some(list_->get(), line, error) == line.size()) return;
  if (!error) error = std::make_error_code(std::errc::no_space_on_device);
  io::fail_io(path_of(std::string(kList)), "cannot be written", error);
}

// Drops names whose files are gone, so that the list does not grow from run to run.
void ResultFolder::begin_list() {
  std::vector<std::string> names;
  std::ranges::copy_if(names_, std::back_inserter(names),
                       [this](const std::string& name) { return is_there(path_of(name)); });
  std::ranges::sort(names);
  std::string text(kHead);
  for (const std::string& name : names) text += line_of(name);
  const std::string path = path_of(std::string(kList));
  io::OutputFile list(path, io::Existing::kReplaceEntry);
  list.write(text);
  list.close();
  std::error_code error;
  base::Descriptor opened = platform::open_file(path, platform::OpenFor::kAppending, error);
  if (error) io::fail_io(path, "cannot be opened", error);
  list_ = std::make_unique<base::Descriptor>(std::move(opened));
}

}  // namespace millrace
