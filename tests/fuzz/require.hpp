#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace millrace::fuzz {

/// Ends the program when a promise is not kept, and says which.
inline void require(bool kept, std::source_location where = std::source_location::current()) {
  if (kept) return;
  std::fprintf(stderr, "%s:%u: a promise was not kept\n", where.file_name(), static_cast<unsigned>(where.line()));
  std::abort();
}

}  // namespace millrace::fuzz
