#pragma once

#include <cerrno>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "millrace/base/error.hpp"

namespace millrace::base {

/// The text with control characters escaped: a file name may hold line breaks or terminal commands.
inline std::string one_line(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string line;
  bool controls_follow = false;  // U+0080 to U+009F in UTF-8: C2, then 80 to 9F
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_second = std::exchange(controls_follow, byte == 0xC2) && byte >= 0x80 && byte <= 0x9F;
    if (is_second) {
      line.pop_back();
      line.append("\\xc2\\x").append({kHex[byte >> 4U], kHex[byte & 0xFU]});
    } else if (byte >= 0x20 && byte != 0x7F) {
      line.push_back(c);
    } else if (c == '\n') {
      line.append("\\n");
    } else {
      line.append("\\x").append({kHex[byte >> 4U], kHex[byte & 0xFU]});
    }
  }
  return line;
}

/// Writes one_line(text) to a stream and flushes it. Throws Error kIo when that fails, kClosed when the stream is a
/// pipe whose reader has gone.
inline void write_line(std::ostream& out, std::string_view text) {
  errno = 0;
  if (out << one_line(text) << '\n' << std::flush) return;
  const int error = errno;
  const std::string reason = error != 0 ? ": " + std::generic_category().message(error) : std::string{};
  throw Error(error == EPIPE ? ErrorCode::kClosed : ErrorCode::kIo,
              "the results cannot be printed" + reason + "; check where the output goes");
}

}  // namespace millrace::base
