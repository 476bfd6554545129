#include "millrace/io/output_file.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>

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

}  // namespace millrace
