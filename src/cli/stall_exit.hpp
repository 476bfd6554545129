#pragma once

#include <string>

#include "millrace/queue/stall_report.hpp"

namespace millrace::cli {

/// A hook that writes the report to stderr and ends the process with 1: what hangs could not be waited for.
StallHook exit_on_stall(const std::string& command);

}  // namespace millrace::cli
