#include "base/file_reader.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/read_failure.hpp"

namespace millrace::base {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
constexpr std::size_t kFirstBytes = std::size_t{1} << 12U;
constexpr std::size_t kReadBytes = std::size_t{1} << 18U;

std::string size_text(std::size_t bytes) {
  const std::size_t mebibytes = (bytes + kMebibyte - 1) / kMebibyte;
  return mebibytes < 1024 ? std::to_string(mebibytes) + " MiB" : std::to_string(mebibytes / 1024) + " GiB";
}

}  // namespace

FileReader::FileReader(const std::filesystem::path& path, std::size_t most) : most_(most) {
  struct stat status = {};
  const bool is_there = ::stat(path.c_str(), &status) == 0;
  const bool may_wait = is_there && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
  file_ = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | (may_wait ? O_NONBLOCK : 0)));
  if (!file_.is_open()) {
    error_ = {errno, std::generic_category()};
    return;
  }
  if (may_wait) {
    stop_.emplace();
  } else if (S_ISREG(status.st_mode)) {
    expected_ = static_cast<std::size_t>(status.st_size);
    if (expected_ > most_) error_ = std::make_error_code(std::errc::file_too_large);
  }
}

std::string FileReader::problem() const {
  if (!error_) return {};
  if (error_ == std::errc::file_too_large && is_open()) return "is larger than " + size_text(most_);
  if (error_ == std::errc::operation_canceled) return "was waited for until the run was stopped";
  return read_failure(is_open() ? "cannot be read" : "cannot be opened", error_);
}

std::size_t FileReader::read_some(std::span<char> room) {
  while (stop_ ? stop_->wait(file_.get(), POLLIN, -1) : !StopScope::is_stopped()) {
    const ssize_t taken = ::read(file_.get(), room.data(), room.size());
    if (taken >= 0) return static_cast<std::size_t>(taken);
    if (errno == EINTR || (stop_ && errno == EAGAIN)) continue;
    error_ = {errno, std::generic_category()};
    return 0;
  }
  error_ = std::make_error_code(std::errc::operation_canceled);
  return 0;
}

std::size_t FileReader::read(std::span<char> room) {
  std::size_t used = 0;
  while (!error_ && used < room.size()) {
    const std::size_t taken = read_some(room.subspan(used));
    if (taken == 0) break;
    used += taken;
    done_ += taken;
    if (done_ > most_) error_ = std::make_error_code(std::errc::file_too_large);
  }
  return used;
}

FileContent read_file(const std::filesystem::path& path, std::size_t most, WantedBeginning wanted) {
  FileReader reader(path, most);
  FileContent content;
  std::string& bytes = content.bytes;
  std::size_t used = 0;
  // The first piece tells what it is; then one byte more than there should be, so that the end is seen at once.
  for (std::size_t room = kFirstBytes; !reader.error();
       room = std::max({used * 2, kReadBytes, reader.expected() + 1})) {
    bytes.resize(room);
    used += reader.read(std::span(bytes).subspan(used));
    if (used < room || (wanted != nullptr && !wanted(bytes))) break;
    wanted = nullptr;
  }
  bytes.resize(std::min(used, most));
  content.error = reader.error();
  content.problem = reader.problem();
  return content;
}

FileBuffer::int_type FileBuffer::underflow() {
  const std::size_t taken = reader_.read(bytes_);
  setg(bytes_.data(), bytes_.data(), bytes_.data() + taken);
  return taken == 0 ? traits_type::eof() : traits_type::to_int_type(bytes_.front());
}

}  // namespace millrace::base
