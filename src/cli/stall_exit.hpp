#pragma once

#include <string>

#include "millrace/queue/stall_report.hpp"

namespace millrace::cli {

/// A hook that writes the report to stderr and exits with 1: waiting for what hangs would never end.
StallHook exit_on_stall(const std::string& command);

}  // namespace millrace::cli
