#include "cli/text/number_text.hpp"

#include <cmath>

#include <fmt/format.h>

namespace millrace::cli {

int digits_of(double value) {
  // From these limits on, rounding gives another digit before the point.
  const double size = std::abs(value);
  return size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
}

std::string short_number(double value) {
  return fmt::format("{:.{}f}", value, digits_of(value));
}

std::string clock_text(double seconds) {
  const long long whole = std::llround(seconds);
  const long long hours = whole / 3600;
  const std::string rest = fmt::format("{:02}:{:02}", whole / 60 % 60, whole % 60);
  return hours > 0 ? fmt::format("{}:{}", hours, rest) : rest;
}

}  // namespace millrace::cli
