#include "cli/arguments/detection_values.hpp"

#include <algorithm>
#include <string_view>

#include "base/parse_number.hpp"
#include "base/trimmed.hpp"

namespace millrace::cli {
namespace {

constexpr int kLargestSide = 8192;
constexpr int kLargestClass = 100'000;

std::optional<int> number_up_to(int most, std::string_view text) {
  const auto number = base::parse_number<int>(text);
  return number && *number <= most ? number : std::nullopt;
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

}  // namespace

std::optional<Size> parse_size(const std::string& text) {
  const std::vector<std::string_view> sides = split(text, ",xX ");
  if (sides.size() > 2) return std::nullopt;
  const auto height = number_up_to(kLargestSide, sides.front());
  const auto width = number_up_to(kLargestSide, sides.back());
  if (!height || !width || *height < 1 || *width < 1) return std::nullopt;
  return Size{.width = *width, .height = *height};
}

std::optional<ClassList> parse_classes(const std::string& text) {
  ClassList classes;
  for (std::string_view part : split(text, ",")) {
    part = base::trimmed(part, " ");
    if (part.empty()) continue;
    if (part.starts_with('-')) return std::nullopt;
    if (!base::are_digits(part)) {
      classes.names.emplace_back(part);
    } else if (const auto number = number_up_to(kLargestClass, part)) {
      classes.numbers.push_back(*number);
    } else {
      return std::nullopt;
    }
  }
  if (classes.numbers.empty() && classes.names.empty()) return std::nullopt;
  return classes;
}

}  // namespace millrace::cli
