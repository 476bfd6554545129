#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace millrace::base {

/// The number that the whole text is; nothing for anything else. In every locale.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// True for one digit or more and nothing else, even more than a number type holds.
inline bool are_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace millrace::base
