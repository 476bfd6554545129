#include "cli/text/text_layout.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/stream_line.hpp"

namespace millrace::cli {
namespace {

// Counts the letters of UTF-8 text: the bytes that do not continue one.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::string listed(std::span<const std::string> words) {
  if (words.empty()) return {};
  if (words.size() == 1) return words.front();
  return fmt::format("{} and {}", fmt::join(words.first(words.size() - 1), ", "), words.back());
}

std::string wrap(std::string_view text, std::size_t indent, std::size_t used) {
  std::string result;
  bool line_has_words = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (line_has_words && used + 1 + columns(word) > kLineWidth) {
      result += "\n" + std::string(indent, ' ');
      used = indent;
      line_has_words = false;
    }
    if (line_has_words) result += ' ';
    result += word;
    used += columns(word) + (line_has_words ? 1 : 0);
    line_has_words = true;
  }
  return result;
}

std::string paragraph(std::string_view label, std::string_view text) {
  constexpr std::size_t kLabelWidth = 13;
  return fmt::format("{:{}}{}\n", label, kLabelWidth, wrap(base::one_line(text), kLabelWidth, kLabelWidth));
}

}  // namespace millrace::cli
