#pragma once

#include <string>

namespace millrace::cli {

/// `value` with so many digits behind the point: fixed(1.25, 1) is "1.2".
std::string fixed(double value, int digits);

/// How many digits behind the point `value` gets when it is shown with three digits, or with all before the point where
/// those are more.
int digits_of(double value);

/// `value` with that many digits: 1.83, 27.9, 251, 1042.
std::string short_number(double value);

}  // namespace millrace::cli
