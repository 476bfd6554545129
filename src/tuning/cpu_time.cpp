#include "millrace/tuning/cpu_time.hpp"

#include <algorithm>
#include <thread>

#include <sys/resource.h>

namespace millrace {
namespace {

Milliseconds duration_of(const timeval& time) noexcept {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

}  // namespace

Milliseconds process_cpu_time() noexcept {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);  // fails only for an unknown first argument
  return duration_of(usage.ru_utime) + duration_of(usage.ru_stime);
}

unsigned usable_cores() noexcept {
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace millrace
