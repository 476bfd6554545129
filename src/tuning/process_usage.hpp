#pragma once

#include <cstddef>
#include <cstdint>

namespace millrace::tuning {

/// What this process holds of the system.
struct ProcessUsage {
  std::int64_t rss_bytes = 0;  ///< memory that is resident
  std::size_t threads = 0;
  std::size_t files = 0;  ///< open file descriptors
};

/// As /proc shows it at this moment; zeros where there is no /proc.
ProcessUsage process_usage();

}  // namespace millrace::tuning
