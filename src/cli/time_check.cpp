#include "cli/time_check.hpp"

#include <charconv>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

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

}  // namespace

CLI::Validator time_from(double first_seconds, double last_seconds) {
  const auto check = [first_seconds, last_seconds](std::string& text) {
    std::ostringstream out;
    const std::optional<double> seconds = seconds_of(text);
    if (seconds && *seconds >= first_seconds && *seconds <= last_seconds) {
      out << *seconds;
      text = out.str();
      return std::string();
    }
    out << '\'' << text << "' is not a time from " << first_seconds << "s to " << last_seconds
        << "s, such as 20s, 500ms, 2m or 1h";
    return out.str();
  };
  return {check, ""};
}

}  // namespace millrace::cli
