#pragma once

#include <cstddef>
#include <cstdint>

namespace millrace::tuning {

/// System resources that this process holds.
struct ProcessUsage {
  std::int64_t rss_bytes = 0;  ///< resident memory
  std::size_t threads = 0;
  std::size_t files = 0;  ///< open file descriptors
};

/// As /proc shows them now; zeros if there is no /proc.
ProcessUsage process_usage();

}  // namespace millrace::tuning
