#pragma once

#include "cli/command.hpp"

namespace millrace::cli {

/// `millrace bench MODEL SOURCE...`: sync, two requests in turn and the queue, side by side on the same pictures.
void add_bench_command(CLI::App& program, Run& run);

}  // namespace millrace::cli
