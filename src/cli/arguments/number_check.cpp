#include "cli/arguments/number_check.hpp"

#include <charconv>
#include <cmath>
#include <string>

#include "base/number_text.hpp"

namespace millrace::cli {
namespace {

// 0.25, and whole numbers with all their digits.
std::string plain(double value) {
  return value == std::floor(value) ? base::fixed_text(value, 0) : base::general_text(value);
}

}  // namespace

CLI::Validator number_from(double first, double last) {
  const auto check = [first, last](const std::string& text) -> std::string {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    if (is_number && number >= first && number <= last) return "";
    return "'" + text + "' is not a number from " + plain(first) + " to " + plain(last);
  };
  return {check, ""};
}

}  // namespace millrace::cli
