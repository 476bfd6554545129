#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace millrace::base {

/// False for the halves of UTF-16's pairs and for what is beyond Unicode.
bool is_code_point(std::uint32_t code) noexcept;

/// The code point of a pair of UTF-16's halves; nothing if these are none.
std::optional<std::uint32_t> from_surrogates(std::uint32_t high, std::uint32_t low) noexcept;

/// `code` must be a code point.
void append_utf8(std::uint32_t code, std::string& text);

/// A text file's bytes as UTF-8 without a byte order mark: UTF-16 is known by its mark, an ASCII letter at its start
/// or its line ends, and converted; anything else is returned as it is. Nothing for UTF-16 with half a letter. Safe on
/// any bytes.
std::optional<std::string> to_utf8(std::string_view bytes);

}  // namespace millrace::base
