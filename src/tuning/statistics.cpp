#include "millrace/tuning/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace millrace {
namespace {

double nth(std::vector<double>& values, std::size_t n) {
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(n);
  std::ranges::nth_element(values, place);
  return *place;
}

}  // namespace

double quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  const double rank = std::ceil(q * static_cast<double>(values.size()));
  const auto last = values.size() - 1;
  return nth(values, rank < 1 ? 0 : std::min(last, static_cast<std::size_t>(rank) - 1));
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const std::size_t half = values.size() / 2;
  const double upper = nth(values, half);
  return values.size() % 2 == 1 ? upper : (nth(values, half - 1) + upper) / 2;
}

Spread middle_half(const std::vector<double>& values) {
  return {.low = quantile(values, 0.25), .middle = median(values), .high = quantile(values, 0.75)};
}

}  // namespace millrace
