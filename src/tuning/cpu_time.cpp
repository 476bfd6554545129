#include "tuning/cpu_time.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tuning/cpu_quota.hpp"

namespace millrace::tuning {
namespace {

Milliseconds duration_of(const timeval& time) noexcept {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

// A machine may have more CPUs than the fixed set of the C library has room for.
unsigned allowed_cpus() {
  for (std::size_t sets = 1; sets <= 64; sets *= 2) {
    std::vector<cpu_set_t> set(sets);
    const std::size_t bytes = sets * sizeof(cpu_set_t);
    if (sched_getaffinity(0, bytes, set.data()) == 0) return static_cast<unsigned>(CPU_COUNT_S(bytes, set.data()));
  }
  return std::thread::hardware_concurrency();
}

}  // namespace

Milliseconds process_cpu_time() noexcept {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);  // fails only for an unknown first argument
  return duration_of(usage.ru_utime) + duration_of(usage.ru_stime);
}

double CpuShare::usable() const noexcept {
  return quota ? std::min<double>(allowed, *quota) : allowed;
}

CpuShare cpu_share() {
  const unsigned allowed = std::max(1U, allowed_cpus());
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  return {.present = std::max(allowed, static_cast<unsigned>(std::max(1L, online))),
          .allowed = allowed,
          .quota = cpu_quota()};
}

}  // namespace millrace::tuning
