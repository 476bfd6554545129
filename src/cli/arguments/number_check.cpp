#include "cli/arguments/number_check.hpp"

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "base/parse_number.hpp"

namespace millrace::cli {
namespace {

// 0.25, but whole numbers with all their digits.
std::string plain(double value) {
  return value == std::floor(value) ? fmt::format("{:.0f}", value) : fmt::format("{:g}", value);
}

}  // namespace

CLI::Validator number_from(double first, double last) {
  const auto check = [first, last](const std::string& text) -> std::string {
    const auto number = base::parse_number<double>(text);
    if (number && *number >= first && *number <= last) return "";
    return fmt::format("'{}' is not a number from {} to {}", text, plain(first), plain(last));
  };
  return {check, ""};
}

}  // namespace millrace::cli
