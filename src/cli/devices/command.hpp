#pragma once

#include "cli/command.hpp"

namespace millrace::cli {

/// `millrace devices [MODEL]`: what each device and hint settles on.
void add_devices_command(CLI::App& program, Run& run);

}  // namespace millrace::cli
