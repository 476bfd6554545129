#include "base/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace millrace::base {

// The first 32 buckets hold one microsecond each; after them every power of two is cut into 32 equal steps.
std::size_t Histogram::bucket_of(std::uint32_t microseconds) noexcept {
  constexpr std::uint32_t kSteps = 1U << kStepsBits;
  if (microseconds < kSteps) return microseconds;
  const auto shift = static_cast<unsigned>(std::bit_width(microseconds)) - 1U - kStepsBits;
  return ((shift + 1U) << kStepsBits) + (microseconds >> shift) - kSteps;
}

std::uint64_t Histogram::upper_end(std::size_t bucket) noexcept {
  constexpr std::size_t kSteps = std::size_t{1} << kStepsBits;
  if (bucket < kSteps) return bucket;
  const std::size_t shift = (bucket >> kStepsBits) - 1;
  const std::uint64_t step = (bucket & (kSteps - 1)) + kSteps;
  return ((step + 1) << shift) - 1;
}

void Histogram::add(Milliseconds duration) noexcept {
  constexpr double kLargest = std::numeric_limits<std::uint32_t>::max();
  const double microseconds = std::clamp(duration.count() * 1000.0, 0.0, kLargest);
  ++counts_[bucket_of(static_cast<std::uint32_t>(microseconds))];
  ++count_;
  max_ = std::max(max_, duration);
}

Milliseconds Histogram::quantile(double q) const noexcept {
  if (count_ == 0) return Milliseconds{0};
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count_))));
  std::uint64_t seen = 0;
  std::size_t bucket = 0;
  while (bucket + 1 < kBuckets && (seen += counts_[bucket]) < rank) ++bucket;
  return Milliseconds{static_cast<double>(upper_end(bucket)) / 1000.0};
}

}  // namespace millrace::base
