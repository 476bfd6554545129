#include "cli/number_text.hpp"

#include <cmath>
#include <cstdio>

namespace millrace::cli {

std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

int digits_of(double value) {
  // The limits are where rounding would give one digit more.
  const double size = std::abs(value);
  return size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
}

std::string short_number(double value) {
  return fixed(value, digits_of(value));
}

}  // namespace millrace::cli
