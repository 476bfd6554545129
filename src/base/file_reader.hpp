#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <streambuf>
#include <string>
#include <string_view>
#include <system_error>

#include "base/descriptor.hpp"
#include "base/stop_scope.hpp"

namespace millrace::base {

/// Reads a file from its beginning, at most `most` bytes. Waits until a pipe has a writer; a stop of this thread's
/// StopScope ends reading and waiting. Errors are values: operation_canceled after a stop, file_too_large when there is
/// more to read, else the system's own.
class FileReader {
 public:
  FileReader(const std::filesystem::path& path, std::size_t most);

  bool is_open() const noexcept { return file_.is_open(); }
  const std::error_code& error() const noexcept { return error_; }
  /// "cannot be opened: Permission denied; check its permissions", "is larger than 16 MiB"; empty without an error.
  std::string problem() const;
  /// The size of a regular file in bytes; 0 for anything else.
  std::size_t expected() const noexcept { return expected_; }

  /// Fills `room` and returns the bytes read: fewer than fit only at the end of the file or after an error.
  std::size_t read(std::span<char> room);

 private:
  std::size_t read_some(std::span<char> room);

  std::optional<StopEvent> stop_;  // for files that may block
  Descriptor file_;
  std::size_t most_;
  std::size_t done_ = 0;
  std::size_t expected_ = 0;
  std::error_code error_;
};

/// A whole file, or why there is none.
struct FileContent {
  std::string bytes = {};
  std::error_code error = {};
  std::string problem = {};  ///< FileReader::problem()

  bool ok() const noexcept { return problem.empty(); }
};

/// Whether a file with this beginning is worth reading in full.
using WantedBeginning = bool (*)(std::string_view beginning);

/// Reads a file of at most `most` bytes; of one that is not wanted, only the beginning.
FileContent read_file(const std::filesystem::path& path, std::size_t most, WantedBeginning wanted = nullptr);
/// The same in place of what `content` held, in the memory that it has.
void read_file(FileContent& content, const std::filesystem::path& path, std::size_t most,
               WantedBeginning wanted = nullptr);

/// A FileReader as the buffer of an istream, for parsers that take one.
class FileBuffer : public std::streambuf {
 public:
  explicit FileBuffer(FileReader& reader) : reader_(reader) {}

 private:
  int_type underflow() override;

  FileReader& reader_;
  std::array<char, 1 << 16> bytes_;
};

}  // namespace millrace::base
