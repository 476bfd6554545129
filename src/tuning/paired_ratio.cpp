#include "tuning/paired_ratio.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "millrace/tuning/statistics.hpp"

namespace millrace::tuning {
namespace {

constexpr double kTail = 0.025;

/// P(X = heads) for X, the heads among `coins` fair coins, by logarithms, so that many coins do not underflow.
double probability(std::size_t heads, std::size_t coins) {
  const auto log_factorial = [](std::size_t n) { return std::lgamma(static_cast<double>(n) + 1); };
  const double log_ways = log_factorial(coins) - log_factorial(heads) - log_factorial(coins - heads);
  return std::exp(log_ways - static_cast<double>(coins) * std::numbers::ln2);
}

/// How many ratios at either end lie outside the interval. Needs kFewestRounds rounds.
std::size_t outside(std::size_t rounds) {
  std::size_t heads = 0;
  double at_most = probability(0, rounds);
  while ((at_most += probability(heads + 1, rounds)) <= kTail) ++heads;
  return heads;
}

std::vector<double> ratios(std::span<const double> of, std::span<const double> against) {
  if (of.size() != against.size()) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("paired_ratio: {} values against {}; give one of each a round", of.size(), against.size()));
  }
  std::vector<double> ratios;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const bool positive = of[i] > 0 && against[i] > 0;  // false for NaN, too
    if (!positive) {
      throw Error(ErrorCode::kInvalidArgument,
                  fmt::format("paired_ratio: round {} has a value of {}; only values above zero have a ratio", i,
                              std::min(of[i], against[i])));
    }
    ratios.push_back(of[i] / against[i]);
  }
  return ratios;
}

}  // namespace

PairedRatio paired_ratio(std::span<const double> of, std::span<const double> against) {
  std::vector<double> sorted = ratios(of, against);
  std::ranges::sort(sorted);
  PairedRatio result{.median = median(sorted), .high = std::numeric_limits<double>::infinity()};
  if (sorted.size() >= PairedRatio::kFewestRounds) {
    const std::size_t k = outside(sorted.size());
    result.low = sorted[k];
    result.high = sorted[sorted.size() - 1 - k];
  }
  return result;
}

}  // namespace millrace::tuning
