#pragma once

#include <string>
#include <vector>

namespace millrace::cli {

/// Runs the whole program for these arguments (without its own name): reads them, runs the command, reports errors on
/// stderr. Returns the exit code; never throws.
int run_program(const std::vector<std::string>& arguments);

}  // namespace millrace::cli
