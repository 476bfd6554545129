#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "millrace/base/clock.hpp"

namespace millrace::base {

/// Counts durations in buckets whose width grows with the duration, in a small fixed amount of memory. A quantile is at
/// most 1/32 (3.1 %) above the true one; the range is 1 us to 4,000 s. Thread-compatible.
///
/// Example:
///   Histogram latencies;
///   latencies.add(result.timing().total);
///   Milliseconds p99 = latencies.quantile(0.99);
class Histogram {
 public:
  void add(Milliseconds duration) noexcept;

  std::uint64_t count() const noexcept { return count_; }

  /// The `q` quantile (0 to 1, nearest rank); 0 when nothing was added.
  Milliseconds quantile(double q) const noexcept;

  /// The exact maximum; 0 when nothing was added.
  Milliseconds(max)() const noexcept { return max_; }

 private:
  static constexpr unsigned kStepsBits = 5;  // 32 steps from one power of two to the next
  static constexpr std::size_t kBuckets = (32U - kStepsBits + 1U) << kStepsBits;

  static std::size_t bucket_of(std::uint32_t microseconds) noexcept;
  static std::uint64_t upper_end(std::size_t bucket) noexcept;

  std::array<std::uint64_t, kBuckets> counts_{};
  std::uint64_t count_ = 0;
  Milliseconds max_{0};
};

}  // namespace millrace::base
