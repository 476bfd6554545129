#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace millrace::base {

/// The bytes of a regular file, mapped into memory rather than copied, so only the parts in use are read from disk.
/// Empty for anything else, and when the system refuses.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::string_view bytes() const noexcept { return {begin_, size_}; }
  /// False when the file could not be opened.
  bool is_open() const noexcept { return is_open_; }

 private:
  const char* begin_ = nullptr;
  std::size_t size_ = 0;
  bool is_open_ = false;
};

}  // namespace millrace::base
