#include "base/file_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/platform.hpp"
#include "base/read_failure.hpp"

namespace millrace::base {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
constexpr std::size_t kFirstBytes = std::size_t{1} << 12U;
constexpr std::size_t kReadBytes = std::size_t{1} << 18U;

std::string size_text(std::size_t bytes) {
  const std::size_t mebibytes = (bytes + kMebibyte - 1) / kMebibyte;
  return mebibytes < 1024 ? fmt::format("{} MiB", mebibytes) : fmt::format("{} GiB", mebibytes / 1024);
}

}  // namespace

FileReader::FileReader(const std::filesystem::path& path, std::size_t most) : most_(most) {
  const auto status = platform::status_of(path);
  const bool may_wait = status && status->is_special();
  file_ = platform::open_file(path, may_wait ? platform::OpenFor::kReadingAtOnce : platform::OpenFor::kReading, error_);
  if (!file_.is_open()) return;
  if (may_wait) {
    stop_.emplace();
  } else if (status && status->kind == platform::FileKind::kRegular) {
    expected_ = status->size;
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
  while (stop_ ? stop_->wait_to_read(file_.get()) : !StopScope::is_stopped()) {
    const std::size_t taken = platform::read_some(file_.get(), room, error_);
    if (!(stop_ && error_ == std::errc::resource_unavailable_try_again)) return taken;
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
  FileContent content;
  read_file(content, path, most, wanted);
  return content;
}

void read_file(FileContent& content, const std::filesystem::path& path, std::size_t most, WantedBeginning wanted) {
  FileReader reader(path, most);
  std::string& bytes = content.bytes;
  std::size_t used = 0;
  // The first piece shows the file's kind. Then ask for one byte more than expected, so that one read reaches the end.
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
}

FileBuffer::int_type FileBuffer::underflow() {
  const std::size_t taken = reader_.read(bytes_);
  setg(bytes_.data(), bytes_.data(), bytes_.data() + taken);
  return taken == 0 ? traits_type::eof() : traits_type::to_int_type(bytes_.front());
}

}  // namespace millrace::base
