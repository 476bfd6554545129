#include "cli/arguments/detection_values.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

namespace millrace::cli {
namespace {

constexpr int kLargestSide = 8192;
constexpr int kLargestClass = 100'000;
constexpr std::string_view kDigits = "0123456789";

std::optional<int> whole_number(std::string_view text, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole && number <= most ? std::optional(number) : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace

std::optional<Size> parse_size(const std::string& text) {
  const std::vector<std::string_view> sides = split(text, ",xX ");
  if (sides.size() > 2) return std::nullopt;
  const auto height = whole_number(sides.front(), kLargestSide);
  const auto width = whole_number(sides.back(), kLargestSide);
  if (!height || !width || *height < 1 || *width < 1) return std::nullopt;
  return Size{.width = *width, .height = *height};
}

std::optional<ClassList> parse_classes(const std::string& text) {
  ClassList classes;
  for (std::string_view part : split(text, ",")) {
    part = trimmed(part);
    if (part.empty()) continue;
    if (part.starts_with('-')) return std::nullopt;
    if (part.find_first_not_of(kDigits) != std::string_view::npos) {
      classes.names.emplace_back(part);
    } else if (const auto number = whole_number(part, kLargestClass)) {
      classes.numbers.push_back(*number);
    } else {
      return std::nullopt;
    }
  }
  if (classes.numbers.empty() && classes.names.empty()) return std::nullopt;
  return classes;
}

}  // namespace millrace::cli
