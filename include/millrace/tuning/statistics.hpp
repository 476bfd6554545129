#pragma once

#include <vector>

namespace millrace {

/// The smallest of `values` that at least a share `q` (0 to 1) of them do not exceed: the nearest rank, not
/// interpolated. 0 when there are none.
///
/// Example: of 1, 2, 3, 4 the quantile 0.5 is 2, and 0.9 is 4.
double quantile(std::vector<double> values, double q);

/// The middle value, or the mean of the middle two. 0 when there are none.
double median(std::vector<double> values);

/// A middle value and how far the others lie around it.
struct Spread {
  double low = 0;
  double middle = 0;
  double high = 0;
};

/// The median, with the quantiles 0.25 and 0.75 around it: where half of the values lie.
Spread middle_half(const std::vector<double>& values);

}  // namespace millrace
