#pragma once

#include <array>
#include <charconv>
#include <string>
#include <system_error>

namespace millrace::base {

/// A number as printf's %g, whatever the locale, with at most so many digits.
inline std::string general_text(double value, int digits = 6) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits);
  return {text.data(), end.ptr};
}

/// A number with `digits` digits after the point; "?" for one that no table column has room for.
inline std::string fixed_text(double value, int digits) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits);
  return end.ec == std::errc{} ? std::string(text.data(), end.ptr) : "?";
}

/// The shortest text that reads back as the same float.
inline std::string exact_text(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end.ptr};
}

}  // namespace millrace::base
