#pragma once

#include <string>
#include <vector>

namespace millrace {

/// What a process left behind.
struct ProgramResult {
  int exit_code = -1;  ///< 128 + signal number when a signal ended it, as a shell says it
  std::string out;
  std::string err;
};

/// Runs the millrace program of this build with these arguments, waits for its end and gives what it wrote.
/// `environment` holds additional variables ("NO_COLOR=1").
ProgramResult run_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {});

}  // namespace millrace
