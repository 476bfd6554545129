#include "tuning/process_usage.hpp"

#include <filesystem>
#include <fstream>

#include "base/platform.hpp"

namespace millrace::tuning {
namespace {

namespace fs = std::filesystem;

std::size_t entries(const fs::path& folder) {
  std::error_code error;
  std::size_t count = 0;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) ++count;
  return count;
}

}  // namespace

ProcessUsage process_usage() {
  std::int64_t pages = 0;
  std::int64_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  const std::size_t files = entries("/proc/self/fd");
  return {.rss_bytes = resident * static_cast<std::int64_t>(base::platform::page_size()),
          .threads = entries("/proc/self/task"),
          .files = files > 0 ? files - 1 : 0};  // minus the one that lists them
}

}  // namespace millrace::tuning
