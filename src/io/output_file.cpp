#include "io/output_file.hpp"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/platform.hpp"
#include "base/stop_scope.hpp"
#include "io/io_failure.hpp"
#include "io/output_place.hpp"
#include "millrace/base/error.hpp"

namespace millrace::io {
namespace {

namespace fs = std::filesystem;
namespace platform = base::platform;

constexpr std::size_t kLongestPartName = 200;  // bytes of a file's own name in that of its .part; the system takes 255

// True for pipes, devices and open descriptors of any kind: never replaced by a regular file. False for folders.
bool is_written_in_place(const std::string& path) {
  if (own_descriptor(path)) return true;
  const auto status = platform::status_of(path);
  return status && status->is_special();
}

// Why the file at the end of `path` may not be replaced. A rename would check only the folder's permission.
std::error_code error_of_replacing(const std::string& path) {
  std::error_code error;
  const auto status = platform::status_of(path, error);
  if (!status) return error == std::errc::no_such_file_or_directory ? std::error_code() : error;
  const bool is_folder = status->kind == platform::FileKind::kFolder;
  return is_folder ? std::make_error_code(std::errc::is_a_directory) : platform::error_of_writing(path);
}

// The nearest of `path` and the folders above it that exists.
fs::path existing_part(const fs::path& path) {
  std::error_code unknown;
  fs::path part = fs::absolute(path, unknown).lexically_normal();
  while (!fs::exists(fs::symlink_status(part, unknown)) && part.has_relative_path()) part = part.parent_path();
  return part;
}

std::error_code error_of_writing_to(const fs::path& folder) {
  const fs::path there = existing_part(folder);
  std::error_code unknown;
  if (!fs::is_directory(there, unknown)) return std::make_error_code(std::errc::not_a_directory);
  return platform::error_of_new_file_in(there);
}

}  // namespace

OutputFile::OutputFile(const std::string& path, Existing existing)
    : name_(path == "-" ? "standard output" : path), existing_(existing) {
  if (path == "-") {
    file_ = platform::kStandardOutput;
    return;
  }
  if (const fs::path folder = fs::path(path).parent_path(); !folder.empty()) create_output_folder(folder.string());
  if (existing != Existing::kReplaceTarget) {
    open_part(path);
  } else if (is_written_in_place(path)) {
    open_in_place(path);
  } else {
    if (const auto error = error_of_replacing(path)) fail_io(name_, "cannot be created", error);
    open_part(followed(path).string());
  }
}

OutputFile::~OutputFile() {
  if (!part_.empty()) platform::remove_file(part_);
}

void OutputFile::own(base::Descriptor file) {
  file_ = file.get();
  owned_ = std::move(file);
}

void OutputFile::open_in_place(const std::string& path) {
  std::error_code error;
  const std::optional<int> open = own_descriptor(path);
  own(open ? platform::duplicate(*open, error) : base::open_in_place(path, error));
  if (error) fail_io(name_, "cannot be created", error);
}

void OutputFile::open_part(const std::string& target) {
  const fs::path place(target);
  // A name that our suffix would make too long is cut: the suffix tells whose it is.
  const std::string name = place.filename().string().substr(0, kLongestPartName);
  const std::string process = std::to_string(platform::process_id());
  const std::string beginning = (place.parent_path() / (fmt::format("{}.millrace-{}", name, process))).string();
  for (int number = 1; file_ < 0; ++number) {
    std::error_code error;
    const std::string part = fmt::format("{}{}.part", beginning, number == 1 ? "" : fmt::format("-{}", number));
    own(platform::open_file(part, platform::OpenFor::kCreating, error));
    if (error == std::errc::file_exists) continue;  // left by an earlier process with this id
    if (error) fail_io(name_, "cannot be created", error);
    part_ = part;
  }
  target_ = target;
  platform::take_over_owner_and_mode(target_, file_);
}

void OutputFile::write(std::string_view text) {
  if (file_ < 0) throw Error(ErrorCode::kInvalidState, name_ + ": is closed; write before close()");
  const std::size_t size = text.size();
  while (!text.empty()) {
    std::error_code error;
    text.remove_prefix(platform::write_some(file_, text, error));
    if (error) fail_to_write(error);
  }
  written_ += size;
}

void OutputFile::fail_to_write(const std::error_code& error) {
  const bool keep = !part_.empty() && written_ > 0;
  // Cuts off the failed write(): half a record is of no use.
  if (keep) platform::cut_off(file_, written_);
  own(base::Descriptor());
  const std::string part = std::exchange(part_, {});
  if (!part.empty() && !keep) platform::remove_file(part);
  fail_io(name_, "cannot be written", error, keep ? "what was written before is in " + part : "");
}

void OutputFile::close() {
  if (file_ < 0) return;
  file_ = -1;
  if (!owned_.is_open()) return;
  if (const auto error = platform::close_file(std::move(owned_))) fail_io(name_, "cannot be completed", error);
  if (!part_.empty()) put_in_place();
}

void OutputFile::put_in_place() {
  const std::string part = std::exchange(part_, {});
  std::error_code error;
  if (existing_ == Existing::kRefuse) {
    error = platform::move_to_free_place(part, target_);
  } else {
    fs::rename(part, target_, error);
  }
  if (error) fail_io(name_, "cannot be completed", error, "what was written is in " + part);
}

void create_output_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail_io(path, "folder cannot be created", error);
  // The standard leaves open whether create_directories fails when a file has this name.
  if (!fs::is_directory(path, error)) {
    fail_io(path, "folder cannot be created", std::make_error_code(std::errc::not_a_directory));
  }
}

void require_writable_folder(const std::string& path) {
  const std::error_code error = error_of_writing_to(path);
  if (!error) return;
  std::error_code unknown;
  const bool is_there = fs::is_directory(path, unknown);
  fail_io(path, is_there ? "nothing can be written there" : "folder cannot be created", error);
}

void require_writable_file(const std::string& path) {
  // Opening a pipe and closing it again would tell its reader that the output has ended.
  if (path == "-" || is_written_in_place(path)) return;
  std::error_code unknown;
  std::error_code error = error_of_replacing(path);
  if (!error) error = error_of_writing_to(fs::absolute(followed(path), unknown).parent_path());
  if (error) fail_io(path, "cannot be created", error);
}

}  // namespace millrace::io
