#pragma once

#include "cli/command.hpp"

namespace millrace::cli {

/// `millrace soak`: the queue under random jobs, faults, cancels and churn, with the account of every job.
void add_soak_command(CLI::App& program, Run& run);

}  // namespace millrace::cli
