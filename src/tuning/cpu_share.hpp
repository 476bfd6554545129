#pragma once

#include <optional>

namespace millrace::tuning {

/// The CPUs of this machine, and how many of them this process may use.
struct CpuShare {
  unsigned present = 1;                        ///< online in this machine
  unsigned allowed = 1;                        ///< by affinity: taskset, a cpuset
  std::optional<double> quota = std::nullopt;  ///< time granted by its control group, in CPUs: a container's limit

  /// How many it can keep busy: what affinity and quota leave.
  double usable() const noexcept;
};

/// As the system reports it now.
CpuShare cpu_share();

}  // namespace millrace::tuning
