#include "cli/arguments/time_check.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace millrace::cli {
namespace {

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr Unit kUnits[] = {{"", 1}, {"ms", 0.001}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}};

std::optional<double> seconds_of(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const Unit& known : kUnits) {
    if (unit == known.name) return number * known.seconds;
  }
  return std::nullopt;
}

// 100ms, 20s, 24h: in the largest unit that gives a whole number.
std::string time_text(double seconds) {
  for (const Unit& unit : {Unit{"h", 3600}, Unit{"s", 1}}) {
    const double count = seconds / unit.seconds;
    if (count >= 1 && count == std::floor(count)) return fmt::format("{:.0f}{}", count, unit.name);
  }
  return fmt::format("{:g}ms", seconds * 1000);
}

}  // namespace

CLI::Validator time_from(double first_seconds, double last_seconds) {
  const auto check = [first_seconds, last_seconds](std::string& text) {
    const std::optional<double> seconds = seconds_of(text);
    if (seconds && *seconds >= first_seconds && *seconds <= last_seconds) {
      text = fmt::format("{:.17g}", *seconds);
      return std::string();
    }
    return fmt::format("'{}' is not a time from {} to {}, such as 20s, 500ms, 2m or 1h", text, time_text(first_seconds),
                       time_text(last_seconds));
  };
  return {check, ""};
}

}  // namespace millrace::cli
