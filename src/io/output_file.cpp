#include "millrace/io/output_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "millrace/base/error.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& name, const char* what, const std::error_code& reason) {
  throw Error(
      reason == std::errc::broken_pipe ? ErrorCode::kClosed : ErrorCode::kIo,
      name + ": " + what + ": " + reason.message() + "; check free space and permissions, or choose another place");
}

std::error_code reason_of(int error) {
  return {error, std::generic_category()};
}

// The first of `path` and the folders above it that is there.
fs::path existing_part(const fs::path& path) {
  std::error_code unknown;
  fs::path part = fs::absolute(path, unknown).lexically_normal();
  while (!fs::exists(fs::symlink_status(part, unknown)) && part.has_relative_path()) part = part.parent_path();
  return part;
}

// By making a file and removing it, since permissions do not tell all: root may do everything, and some file systems
// take nothing from anybody.
int error_of_writing_to(const fs::path& folder) {
  const fs::path there = existing_part(folder);
  std::error_code unknown;
  if (!fs::is_directory(there, unknown)) return ENOTDIR;
  std::string name = (there / ".millrace-XXXXXX").string();
  const int file = mkstemp(name.data());
  if (file < 0) return errno;
  ::close(file);
  ::unlink(name.c_str());
  return 0;
}

}  // namespace

void OutputFile::Closer::operator()(std::FILE* file) const noexcept {
  if (file != stdout) std::fclose(file);
}

OutputFile::OutputFile(const std::string& path) : name_(path == "-" ? "standard output" : path) {
  if (path == "-") {
    file_.reset(stdout);
    return;
  }
  if (const fs::path folder = fs::path(path).parent_path(); !folder.empty()) create_output_folder(folder.string());
  file_.reset(std::fopen(path.c_str(), "wb"));
  if (!file_) fail(name_, "cannot be created", reason_of(errno));
}

void OutputFile::write(std::string_view text) {
  if (!file_) throw Error(ErrorCode::kInvalidState, name_ + ": is closed; write before close()");
  if (!try_write(text)) fail(name_, "cannot be written", reason_of(errno));
}

bool OutputFile::try_write(std::string_view text) noexcept {
  return std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size() && std::fflush(file_.get()) == 0;
}

void OutputFile::close() {
  if (!file_) return;
  std::FILE* const file = file_.release();
  const bool closed = (file == stdout ? std::fflush(file) : std::fclose(file)) == 0;
  if (!closed) fail(name_, "cannot be completed", reason_of(errno));
}

void create_output_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path, "folder cannot be created", error);
  // The standard leaves open whether a file of this name is an error to create_directories.
  if (!fs::is_directory(path, error)) fail(path, "folder cannot be created", reason_of(ENOTDIR));
}

void require_writable_folder(const std::string& path) {
  const int error = error_of_writing_to(path);
  if (error == 0) return;
  std::error_code unknown;
  const bool is_there = fs::is_directory(path, unknown);
  fail(path, is_there ? "nothing can be written there" : "folder cannot be created", reason_of(error));
}

void require_writable_file(const std::string& path) {
  if (path == "-") return;
  std::error_code unknown;
  const fs::file_status status = fs::status(path, unknown);
  if (!fs::exists(status)) {
    const int error = error_of_writing_to(fs::absolute(path, unknown).parent_path());
    if (error != 0) fail(path, "cannot be created", reason_of(error));
    return;
  }
  if (fs::is_directory(status)) fail(path, "cannot be created", reason_of(EISDIR));
  if (!fs::is_regular_file(status)) return;  // to open a pipe and close it again would tell its reader that it is over
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) fail(path, "cannot be created", reason_of(errno));
  ::close(file);
}

}  // namespace millrace
