#pragma once

#include <string>

namespace millrace::cli {

/// How many decimals to show `value` with: enough for three digits in all, none from 100 on.
int digits_of(double value);

/// `value` with that many decimals: 1.83, 27.9, 251, 1042.
std::string short_number(double value);

/// 75 s as 01:15, 3,700 s as 1:01:40.
std::string clock_text(double seconds);

}  // namespace millrace::cli
