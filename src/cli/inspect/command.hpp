#pragma once

#include "cli/command.hpp"

namespace millrace::cli {

/// `millrace inspect`: what a model is recognised as, and where each value came from.
void add_inspect_command(CLI::App& program, Run& run);

}  // namespace millrace::cli
