#include "io/output_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stop_scope.hpp"
#include "io/io_failure.hpp"
#include "io/output_place.hpp"
#include "millrace/base/error.hpp"

namespace millrace::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestPartName = 200;  // bytes of a file's own name in that of its .part; 255 are taken

int error_of_call(int result) {
  return result == 0 ? 0 : errno;
}

// True for what is no regular file, now or later: pipes, devices, open descriptors whatever they are. Folders are not.
bool is_written_in_place(const std::string& path) {
  if (own_descriptor(path)) return true;
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

// Why what a path leads to may not be replaced. Renaming would ask only for the folder's permission.
int error_of_replacing(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) return errno == ENOENT ? 0 : errno;
  return S_ISDIR(status.st_mode) ? EISDIR : error_of_call(access(path.c_str(), W_OK));
}

// Renames in one step that fails where something has that name. Not every file system can do that: there we look first.
int error_of_moving_to_free_place(const std::string& from, const std::string& to) {
  const int error = error_of_call(renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE));
  if (error != EINVAL && error != ENOSYS) return error;
  struct stat status = {};
  if (lstat(to.c_str(), &status) == 0) return EEXIST;
  return error_of_call(::rename(from.c_str(), to.c_str()));
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
  std::string name = (there / "millrace-XXXXXX").string();
  const int file = mkstemp(name.data());
  if (file < 0) return errno;
  ::close(file);
  ::unlink(name.c_str());
  return 0;
}

}  // namespace

OutputFile::OutputFile(const std::string& path, Existing existing)
    : name_(path == "-" ? "standard output" : path), existing_(existing) {
  if (path == "-") {
    file_ = STDOUT_FILENO;
    return;
  }
  if (const fs::path folder = fs::path(path).parent_path(); !folder.empty()) create_output_folder(folder.string());
  if (existing != Existing::kReplaceTarget) {
    open_part(path);
  } else if (is_written_in_place(path)) {
    const std::optional<int> own = own_descriptor(path);
    file_ = own ? fcntl(*own, F_DUPFD_CLOEXEC, 0) : base::open_in_place(path).release();
    if (file_ < 0) fail_io(name_, "cannot be created", errno);
  } else {
    if (const int error = error_of_replacing(path); error != 0) fail_io(name_, "cannot be created", error);
    open_part(followed(path).string());
  }
}

OutputFile::~OutputFile() {
  if (file_ >= 0 && file_ != STDOUT_FILENO) ::close(file_);
  if (!part_.empty()) ::unlink(part_.c_str());
}

void OutputFile::open_part(const std::string& target) {
  const fs::path place(target);
  // A name that is too long with what we add to it is cut: the end tells whose it is.
  const std::string name = place.filename().string().substr(0, kLongestPartName);
  const std::string beginning = (place.parent_path() / (name + ".millrace-" + std::to_string(getpid()))).string();
  for (int number = 1; file_ < 0; ++number) {
    part_ = beginning + (number == 1 ? "" : "-" + std::to_string(number)) + ".part";
    file_ = open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file_ >= 0 || errno == EEXIST) continue;  // one that an earlier process of this number left
    part_.clear();
    fail_io(name_, "cannot be created", errno);
  }
  target_ = target;
  take_over_mode();
}

void OutputFile::take_over_mode() const {
  struct stat old = {};
  if (lstat(target_.c_str(), &old) != 0 || !S_ISREG(old.st_mode)) return;
  // Only root may give files away; for others the new file is their own.
  if (fchown(file_, old.st_uid, old.st_gid) != 0) errno = 0;
  if (fchmod(file_, old.st_mode & 07777U) != 0) errno = 0;
}

void OutputFile::write(std::string_view text) {
  if (file_ < 0) throw Error(ErrorCode::kInvalidState, name_ + ": is closed; write before close()");
  const std::size_t size = text.size();
  while (!text.empty()) {
    const ssize_t taken = ::write(file_, text.data(), text.size());
    if (taken >= 0) {
      text.remove_prefix(static_cast<std::size_t>(taken));
    } else if (errno != EINTR) {
      fail_to_write(errno);
    }
  }
  written_ += size;
}

void OutputFile::fail_to_write(int error) {
  const bool keep = !part_.empty() && written_ > 0;
  // The beginning of what did not fit any more is of no use to anybody.
  if (keep && ftruncate(file_, static_cast<off_t>(written_)) != 0) errno = 0;
  if (file_ != STDOUT_FILENO) ::close(file_);
  file_ = -1;
  if (!part_.empty() && !keep) ::unlink(part_.c_str());
  const std::string part = std::exchange(part_, {});
  fail_io(name_, "cannot be written", error, keep ? "what was written before is in " + part : "");
}

void OutputFile::close() {
  if (file_ < 0) return;
  const int file = std::exchange(file_, -1);
  if (file == STDOUT_FILENO) return;
  if (::close(file) != 0) fail_io(name_, "cannot be completed", errno);
  if (!part_.empty()) put_in_place();
}

void OutputFile::put_in_place() {
  const int error = existing_ == Existing::kRefuse ? error_of_moving_to_free_place(part_, target_)
                                                   : error_of_call(::rename(part_.c_str(), target_.c_str()));
  const std::string part = std::exchange(part_, {});
  if (error == 0) return;
  fail_io(name_, "cannot be completed", error, "what was written is in " + part);
}

void create_output_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail_io(path, "folder cannot be created", error.value());
  // The standard leaves open whether a file of this name is an error to create_directories.
  if (!fs::is_directory(path, error)) fail_io(path, "folder cannot be created", ENOTDIR);
}

void require_writable_folder(const std::string& path) {
  const int error = error_of_writing_to(path);
  if (error == 0) return;
  std::error_code unknown;
  const bool is_there = fs::is_directory(path, unknown);
  fail_io(path, is_there ? "nothing can be written there" : "folder cannot be created", error);
}

void require_writable_file(const std::string& path) {
  // To open a pipe and close it again would tell its reader that it is over.
  if (path == "-" || is_written_in_place(path)) return;
  std::error_code unknown;
  int error = error_of_replacing(path);
  if (error == 0) error = error_of_writing_to(fs::absolute(followed(path), unknown).parent_path());
  if (error != 0) fail_io(path, "cannot be created", error);
}

}  // namespace millrace::io
