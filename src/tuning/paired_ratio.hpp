#pragma once

#include <cstddef>
#include <span>

namespace millrace::tuning {

/// How many times as fast one thing is as another, from rounds that measured both shortly after each other.
///
/// The rule, here and nowhere else: each round gives one ratio, so that what slows down a whole round cancels out.
/// `median` is the median of the ratios. `low` and `high` enclose the true median with a confidence of at least 95 %:
/// of the sorted ratios, they are the (k+1)th from either end, where k is the largest number with P(X <= k) <= 2.5 %
/// for X, the heads among as many fair coins as there are rounds. This is the sign test inverted; it assumes nothing
/// about the distribution of the ratios. With 10 rounds: the second from either end (97.9 %).
struct PairedRatio {
  /// Fewer rounds tell nothing at 95 %: `low` is then 0 and `high` infinite.
  static constexpr std::size_t kFewestRounds = 6;

  double median = 0;
  double low = 0;
  double high = 0;

  /// True when the interval excludes 1: the two are not equally fast.
  bool separable() const noexcept { return low > 1 || high < 1; }
};

/// The ratio of `of` to `against`, value by value, one per round. Throws Error kInvalidArgument when their sizes
/// differ, or a value is not greater than zero.
PairedRatio paired_ratio(std::span<const double> of, std::span<const double> against);

}  // namespace millrace::tuning
