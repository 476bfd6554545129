#include "cli/text/number_text.hpp"

#include <cmath>

#include "base/number_text.hpp"

namespace millrace::cli {
namespace {

std::string two_digits(long long value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

std::string fixed(double value, int digits) {
  return base::fixed_text(value, digits);
}

int digits_of(double value) {
  // The limits are where rounding would give one digit more.
  const double size = std::abs(value);
  return size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
}

std::string short_number(double value) {
  return fixed(value, digits_of(value));
}

std::string clock_text(double seconds) {
  const long long whole = std::llround(seconds);
  const long long hours = whole / 3600;
  const std::string rest = two_digits(whole / 60 % 60) + ":" + two_digits(whole % 60);
  return hours > 0 ? std::to_string(hours) + ":" + rest : rest;
}

}  // namespace millrace::cli
