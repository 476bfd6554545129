#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace millrace::cli {

/// The message about a word that is not a command of `program`, with the nearest one.
std::string unknown_command(const CLI::App& program, const std::string& word);

/// The message about an argument that `command` does not take, with its nearest option; aliases count too.
std::string unknown_argument(const CLI::App& command, const std::string& argument);

/// True for "-dCPU": a short option of `command` and its value in one word. False for a typo of a long name: "-devcie".
bool is_short_option_with_value(const CLI::App& command, const std::string& word);

/// The parser's message, with the option named as it was typed: "-nstreams: '-5' is not ...".
std::string as_typed(const CLI::App& command, const std::string& message, const std::vector<std::string>& given);

/// Refuses "conf=0.4", Ultralytics' syntax, if `command` has the option --conf, and shows ours. An existing file of
/// that name passes.
CLI::Validator no_assignment(const CLI::App& command);

}  // namespace millrace::cli
