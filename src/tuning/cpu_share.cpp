#include "tuning/cpu_share.hpp"

#include <algorithm>

#include "base/platform.hpp"
#include "tuning/cpu_quota.hpp"

namespace millrace::tuning {

double CpuShare::usable() const noexcept {
  return quota ? std::min<double>(allowed, *quota) : allowed;
}

CpuShare cpu_share() {
  const unsigned allowed = std::max(1U, base::platform::allowed_cpus());
  return {.present = std::max(allowed, base::platform::present_cpus()), .allowed = allowed, .quota = cpu_quota()};
}

}  // namespace millrace::tuning
