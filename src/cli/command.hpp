#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/text/terminal.hpp"

namespace CLI {
class App;
}

namespace millrace::cli {

/// Runs the chosen command, once the command line is understood. May throw; the program turns an Error into a line on
/// stderr and an exit code.
using Run = std::function<ExitCode(const Terminal& terminal)>;

/// Adds one subcommand to the program. Reading the command line sets `run` if the user chose it.
using AddCommand = void (*)(CLI::App& program, Run& run);

/// All subcommands in the order of the help: one line each in command.cpp.
std::span<const AddCommand> commands();

/// The end of a command's help: three command lines to copy.
std::string examples(const std::vector<std::string>& lines);

}  // namespace millrace::cli
