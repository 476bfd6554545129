#pragma once

#include <cstdint>

namespace millrace::base {

/// Remembers which process made it. fork() copies memory and the state of locks, but no other thread and no work on a
/// device. An object that depends on those must check forked() before it touches any of its locks.
class ForkMark {
 public:
  ForkMark() noexcept;

  /// True in a child that was forked after this object was made.
  bool forked() const noexcept;
  /// Throws Error kInvalidState in such a child; `what` names the object: "this InferQueue".
  void check(const char* what) const;

 private:
  std::uint64_t forks_;  // the forks that led to the process it was made in
};

}  // namespace millrace::base
