#include "cli/number_check.hpp"

#include <charconv>
#include <sstream>
#include <string>

namespace millrace::cli {

CLI::Validator number_from(double first, double last) {
  const auto check = [first, last](const std::string& text) -> std::string {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    if (is_number && number >= first && number <= last) return "";
    std::ostringstream message;
    message << '\'' << text << "' is not a number from " << first << " to " << last;
    return message.str();
  };
  return {check, ""};
}

}  // namespace millrace::cli
