#include "base/utf.hpp"

#include <cstddef>

namespace millrace::base {
namespace {

using namespace std::string_view_literals;

enum class Encoding { kOther, kLittleEndian, kBigEndian };

/// True if units of two bytes, the upper one at `high`, have line ends among them and no NUL.
bool has_line_ends(std::string_view bytes, std::size_t high) {
  bool found = false;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const char upper = bytes[at + high];
    const char lower = bytes[at + 1 - high];
    if (upper == '\0' && lower == '\0') return false;
    found = found || (upper == '\0' && lower == '\n');
  }
  return found;
}

Encoding encoding_of(std::string_view bytes) {
  if (bytes.size() < 2) return Encoding::kOther;
  if (bytes.starts_with("\xFF\xFE"sv) || (bytes[0] != '\0' && bytes[1] == '\0')) return Encoding::kLittleEndian;
  if (bytes.starts_with("\xFE\xFF"sv) || (bytes[0] == '\0' && bytes[1] != '\0')) return Encoding::kBigEndian;
  if (bytes.size() % 2 != 0) return Encoding::kOther;
  if (has_line_ends(bytes, 1)) return Encoding::kLittleEndian;
  if (has_line_ends(bytes, 0)) return Encoding::kBigEndian;
  return Encoding::kOther;
}

/// Reads UTF-16 unit by unit.
class UnitReader {
 public:
  UnitReader(std::string_view bytes, Encoding encoding)
      : bytes_(bytes), high_(encoding == Encoding::kBigEndian ? 0 : 1) {}

  bool at_end() const noexcept { return at_ == bytes_.size(); }

  /// Nothing for half a unit at the end.
  std::optional<std::uint32_t> unit() {
    if (bytes_.size() - at_ < 2) return std::nullopt;
    const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(bytes_[at_ + i]); };
    const std::uint32_t value = byte(high_) * 256U + byte(1 - high_);
    at_ += 2;
    return value;
  }

  /// Nothing for half a letter.
  std::optional<std::uint32_t> code_point() {
    const auto first = unit();
    if (!first || is_code_point(*first)) return first;
    const auto second = unit();
    return second ? from_surrogates(*first, *second) : std::nullopt;
  }

 private:
  std::string_view bytes_;
  std::size_t high_;  // which of a unit's bytes
  std::size_t at_ = 0;
};

}  // namespace

bool is_code_point(std::uint32_t code) noexcept {
  return code < 0xD800 || (code > 0xDFFF && code <= 0x10FFFF);
}

std::optional<std::uint32_t> from_surrogates(std::uint32_t high, std::uint32_t low) noexcept {
  const bool is_pair = high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000;
  return is_pair ? std::optional(0x10000U + ((high - 0xD800U) << 10U) + (low - 0xDC00U)) : std::nullopt;
}

void append_utf8(std::uint32_t code, std::string& text) {
  const auto byte = [&text](std::uint32_t value) { text.push_back(static_cast<char>(value)); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | (code >> 6U));
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | (code >> 12U));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | (code >> 18U));
    byte(0x80U | ((code >> 12U) & 0x3FU));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

std::optional<std::string> to_utf8(std::string_view bytes) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  const Encoding encoding = encoding_of(bytes);
  std::string text;
  if (encoding == Encoding::kOther) {
    text = bytes;
  } else {
    for (UnitReader reader(bytes, encoding); !reader.at_end();) {
      const auto code = reader.code_point();
      if (!code) return std::nullopt;
      append_utf8(*code, text);
    }
  }
  if (text.starts_with(kMark)) text.erase(0, kMark.size());
  return text;
}

}  // namespace millrace::base
