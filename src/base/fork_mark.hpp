#pragma once

#include <cstdint>

namespace millrace::base {

/// Remembers in which process it was made. fork() copies memory, but no other thread and nothing that a device runs, and
/// locks as they were: whatever lives by those is asked with forked() before any of its locks is touched.
class ForkMark {
 public:
  ForkMark() noexcept;

  /// True in a child process that was forked after this was made.
  bool forked() const noexcept;
  /// Throws Error kInvalidState there, about `what`: "this InferQueue".
  void check(const char* what) const;

 private:
  std::uint64_t forks_;  // how often this process and its ancestors had been forked
};

}  // namespace millrace::base
