#pragma once

#include "millrace/base/clock.hpp"

namespace millrace {

/// The CPU time that this process has used until now, over all its threads, in user and system mode.
Milliseconds process_cpu_time() noexcept;

/// How many cores this process may run on, at least 1. A container's share of CPU time is not looked at.
unsigned usable_cores() noexcept;

}  // namespace millrace
