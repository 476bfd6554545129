#pragma once

#include <cstddef>

namespace millrace {

/// While it lives, the n-th allocation (1 is the next one) throws std::bad_alloc, on whichever thread it is; with
/// `and_later`, every one from there on. One at a time. Needs failing_memory.cpp in the program.
class FailingMemory {
 public:
  enum class Fails { kOnce, kFromThereOn };

  FailingMemory(std::size_t n, Fails fails) noexcept;
  ~FailingMemory();
  FailingMemory(const FailingMemory&) = delete;
  FailingMemory& operator=(const FailingMemory&) = delete;

  /// True when there have been that many allocations.
  static bool has_failed() noexcept;
};

}  // namespace millrace
