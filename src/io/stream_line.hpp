#pragma once

#include <cerrno>
#include <ostream>
#include <string>
#include <system_error>

#include "millrace/base/error.hpp"

namespace millrace {

/// Writes a line to a stream and sees that it got out. Throws Error kIo when it did not.
inline void write_line(std::ostream& out, const std::string& line) {
  errno = 0;
  if (out << line << '\n' << std::flush) return;
  const std::string reason = errno != 0 ? ": " + std::generic_category().message(errno) : std::string{};
  throw Error(ErrorCode::kIo, "the results cannot be printed" + reason + "; check where the output goes");
}

}  // namespace millrace
