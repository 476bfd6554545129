#include "cli/arguments/number_check.hpp"

#include <charconv>
#include <cmath>
#include <string>

#include <fmt/format.h>

namespace millrace::cli {
namespace {

// 0.25, but whole numbers with all their digits.
std::string plain(double value) {
  return value == std::floor(value) ? fmt::format("{:.0f}", value) : fmt::format("{:g}", value);
}

}  // namespace

CLI::Validator number_from(double first, double last) {
  const auto check = [first, last](const std::string& text) -> std::string {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    if (is_number && number >= first && number <= last) return "";
    return fmt::format("'{}' is not a number from {} to {}", text, plain(first), plain(last));
  };
  return {check, ""};
}

}  // namespace millrace::cli
