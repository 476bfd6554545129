#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace millrace::cli {

/// The line about a word that is no command of `program`, with the nearest one.
std::string unknown_command(const CLI::App& program, const std::string& word);

/// The line about an argument that `command` does not take, with its nearest option; aliases count too.
std::string unknown_argument(const CLI::App& command, const std::string& argument);

/// True for "-dCPU": a short option of `command` and its value in one word. A slip of a long name is none: "-devcie".
bool is_short_option_with_value(const CLI::App& command, const std::string& word);

/// The parser's message about an option, by the name under which it was given: "-nstreams: '-5' is not ...".
std::string as_typed(const CLI::App& command, const std::string& message, const std::vector<std::string>& given);

/// Refuses "conf=0.4", as Ultralytics' command line has it, where `command` has the option --conf, and says how it is
/// written here. A file of that name passes.
CLI::Validator no_assignment(const CLI::App& command);

}  // namespace millrace::cli
