#pragma once

#include <utility>

namespace millrace::base {

/// Owns a file descriptor; -1 means none.
class Descriptor {
 public:
  explicit Descriptor(int file = -1) noexcept : file_(file) {}
  Descriptor(Descriptor&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~Descriptor();

  /// Gives up ownership of the descriptor and returns it.
  int release() noexcept { return std::exchange(file_, -1); }
  int get() const noexcept { return file_; }
  bool is_open() const noexcept { return file_ >= 0; }

 private:
  int file_;
};

}  // namespace millrace::base
