#pragma once

#include <utility>

namespace millrace::base {

/// Owns an open file of the system's; -1 is none.
class Descriptor {
 public:
  explicit Descriptor(int file = -1) noexcept : file_(file) {}
  Descriptor(Descriptor&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~Descriptor();

  /// The file, no longer owned.
  int release() noexcept { return std::exchange(file_, -1); }
  int get() const noexcept { return file_; }
  bool is_open() const noexcept { return file_ >= 0; }

 private:
  int file_;
};

}  // namespace millrace::base
