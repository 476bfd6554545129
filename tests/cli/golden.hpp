#pragma once

#include <string>

#include "run_program.hpp"

namespace millrace {

/// Expects a run to have said what tests/cli/golden/NAME.txt holds: exit code, standard output, standard error, without
/// the lines about the model and the names of temporary folders, and with # for times and rates. With MILLRACE_WRITE_GOLDEN=1 the file is written, and the
/// test fails so that nobody takes that for a check.
void expect_golden(const std::string& name, const ProgramResult& result);

}  // namespace millrace
