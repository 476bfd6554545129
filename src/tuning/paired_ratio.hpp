#pragma once

#include <cstddef>
#include <span>

namespace millrace::tuning {

/// How many times as fast one thing is as another, from rounds in which both were measured shortly one after the other.
///
/// The rule, here and nowhere else: each round gives one ratio, so that what slows a whole round down cancels out.
/// `median` is the median of the ratios. `low` and `high` hold the true median with a confidence of at least 95 %: with
/// the ratios in order, they are the (k+1)th from either end, k being the largest number with P(X <= k) <= 2.5 % for
/// the heads X of as many fair coins as there are rounds. This is the sign test turned round; it supposes nothing about
/// how ratios are distributed. 10 rounds: the second from either end (97.9 %).
struct PairedRatio {
  /// With fewer rounds nothing can be told at 95 %: `low` is then 0 and `high` infinite.
  static constexpr std::size_t kFewestRounds = 6;

  double median = 0;
  double low = 0;
  double high = 0;

  /// True when the interval leaves out 1: the two are not equally fast.
  bool separable() const noexcept { return low > 1 || high < 1; }
};

/// The ratio of `of` to `against`, value by value: one for each round in both. Throws Error kInvalidArgument when they
/// differ in number, or a value is not greater than zero.
PairedRatio paired_ratio(std::span<const double> of, std::span<const double> against);

}  // namespace millrace::tuning
