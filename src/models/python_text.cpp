#include "models/python_text.hpp"

#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/utf.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kMaxEntries = 100'000;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         c == '-' || c == '+';
}

// Reads from left to right without backtracking. The first mistake stays in error(); every later read gives nothing.
class LiteralReader {
 public:
  explicit LiteralReader(std::string_view text) : text_(text) {}

  const std::string& error() const { return error_; }
  void fail(std::string reason) {
    if (error_.empty()) error_ = fmt::format("{} at character {}", std::move(reason), position_);
  }

  void skip_blanks() {
    while (position_ < text_.size() && std::string_view(" \t\r\n").find(text_[position_]) != std::string_view::npos) {
      ++position_;
    }
  }
  bool at_end() {
    skip_blanks();
    return position_ == text_.size();
  }
  bool take(char wanted) {
    skip_blanks();
    if (position_ == text_.size() || text_[position_] != wanted) return false;
    ++position_;
    return true;
  }

  // A quoted string or a bare word.
  std::optional<std::string> scalar() {
    if (take('\'')) return quoted('\'');
    if (take('"')) return quoted('"');
    const std::size_t begin = position_;
    while (position_ < text_.size() && is_word(text_[position_])) ++position_;
    if (position_ > begin) return std::string(text_.substr(begin, position_ - begin));
    fail("neither a string nor a number");
    return std::nullopt;
  }

 private:
  std::optional<std::string> quoted(char quote) {
    std::string value;
    while (position_ < text_.size()) {
      const char c = text_[position_++];
      if (c == quote) return value;
      if (c != '\\') {
        value.push_back(c);
      } else if (!escape(value)) {
        return std::nullopt;
      }
    }
    fail("a string without an end");
    return std::nullopt;
  }

  // What follows a backslash; an escape unknown to Python stays as it is, as in Python.
  bool escape(std::string& value) {
    if (position_ == text_.size()) return true;  // quoted() says that the end is missing
    const char c = text_[position_++];
    switch (c) {
      case 'n': value.push_back('\n'); return true;
      case 't': value.push_back('\t'); return true;
      case 'r': value.push_back('\r'); return true;
      case 'x': return code_point(2, value);
      case 'u': return code_point(4, value);
      case 'U': return code_point(8, value);
      case '\\':
      case '\'':
      case '"':
      case '/': value.push_back(c); return true;
      default: value.append({'\\', c}); return true;
    }
  }

  bool code_point(int digits, std::string& value) {
    std::optional<std::uint32_t> code = hex(digits);
    const bool high = code && *code >= 0xD800 && *code < 0xDC00;  // JSON writes rare letters as surrogate pairs
    if (high && text_.substr(position_).starts_with("\\u")) {
      position_ += 2;
      const std::optional<std::uint32_t> low = hex(4);
      if (const auto pair = low ? base::from_surrogates(*code, *low) : std::nullopt) code = pair;
    }
    if (!code || !base::is_code_point(*code)) {
      fail("an escape that stands for no letter");
      return false;
    }
    base::append_utf8(*code, value);
    return true;
  }

  std::optional<std::uint32_t> hex(int digits) {
    std::uint32_t code = 0;
    for (int i = 0; i < digits; ++i) {
      const int digit = position_ < text_.size() ? hex_digit(text_[position_]) : -1;
      if (digit < 0) return std::nullopt;
      code = code * 16 + static_cast<std::uint32_t>(digit);
      ++position_;
    }
    return code;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::string error_;
};

std::optional<PythonEntry> read_entry(LiteralReader& reader, bool is_dict, std::size_t index) {
  std::optional<std::string> first = reader.scalar();
  if (!first) return std::nullopt;
  if (!is_dict) return PythonEntry{std::to_string(index), std::move(*first)};
  if (!reader.take(':')) {
    reader.fail("no ':' after a key");
    return std::nullopt;
  }
  std::optional<std::string> value = reader.scalar();
  if (!value) return std::nullopt;
  return PythonEntry{std::move(*first), std::move(*value)};
}

void read_entries(LiteralReader& reader, bool is_dict, char closing, std::vector<PythonEntry>& entries) {
  while (!reader.take(closing)) {
    std::optional<PythonEntry> entry = read_entry(reader, is_dict, entries.size());
    if (!entry) return;
    entries.push_back(std::move(*entry));
    if (entries.size() > kMaxEntries) return reader.fail("more than 100000 entries");
    if (reader.take(',')) continue;
    if (!reader.take(closing)) reader.fail("neither ',' nor an end after an entry");
    return;
  }
}

}  // namespace

PythonCollection parse_python(std::string_view text) {
  LiteralReader reader(text);
  PythonCollection result;
  if (reader.take('{')) {
    read_entries(reader, true, '}', result.entries);
  } else if (reader.take('[')) {
    read_entries(reader, false, ']', result.entries);
  } else if (reader.take('(')) {
    read_entries(reader, false, ')', result.entries);
  } else {
    reader.fail("no '{', '[' or '('");
  }
  if (reader.error().empty() && !reader.at_end()) reader.fail("something after the end");
  result.error = reader.error();
  if (!result.ok()) result.entries.clear();
  return result;
}

}  // namespace millrace::models
