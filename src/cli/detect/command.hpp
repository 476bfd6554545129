#pragma once

#include "cli/command.hpp"

namespace millrace::cli {

/// `millrace detect MODEL SOURCE...`: finds objects in pictures and writes what it found.
void add_detect_command(CLI::App& program, Run& run);

}  // namespace millrace::cli
