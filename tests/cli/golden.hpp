#pragma once

#include <string>

#include "run_program.hpp"

namespace millrace {

/// Expects a run to have said what tests/cli/golden/NAME.txt holds: exit code, standard output, standard error, without
/// the lines about the model and the names of temporary folders, and with # for times and rates. scripts/golden writes
/// these files anew.
void expect_golden(const std::string& name, const ProgramResult& result);

}  // namespace millrace
