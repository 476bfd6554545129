#include "io/plain_letters.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace millrace::io {
namespace {

constexpr char32_t kNone = 0xFFFD;

struct CodePoint {
  char32_t value = kNone;  // kNone: the byte begins none
  std::size_t bytes = 1;
};

CodePoint first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {.value = lead};
  const std::size_t bytes = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (bytes == 1 || lead >= 0xF5 || bytes > text.size()) return {};
  char32_t value = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    value = value << 6U | (byte(i) & 0x3FU);
  }
  return {.value = value, .bytes = bytes};
}

// Accents and other marks that combine, joiners, variation selectors, skin tones.
bool belongs_to_the_letter_before(char32_t letter) {
  constexpr struct {
    char32_t first;
    char32_t last;
  } kMarks[] = {{0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},    {0x64B, 0x65F},
                {0x93A, 0x93C},   {0x93E, 0x94F},   {0xE31, 0xE31},   {0xE34, 0xE3A},    {0xE47, 0xE4E},
                {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF},  {0x3099, 0x309A},
                {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}};
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [letter](const auto& marks) { return letter >= marks.first && letter <= marks.last; });
}

}  // namespace

std::string plain_letters(std::string_view utf8) {
  std::string plain;
  while (!utf8.empty()) {
    const CodePoint letter = first_of(utf8);
    const bool is_plain = letter.value >= 0x20 && letter.value < 0x7F;
    if (is_plain) plain += static_cast<char>(letter.value);
    if (!is_plain && !belongs_to_the_letter_before(letter.value)) plain += '?';
    utf8.remove_prefix(letter.bytes);
  }
  return plain;
}

}  // namespace millrace::io
