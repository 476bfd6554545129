#pragma once

#include <string>
#include <string_view>

namespace CLI {
class App;
class Option;
class Validator;
}  // namespace CLI

namespace millrace::cli {

class InputFiles;

inline constexpr const char* kJsonHelp = "Write JSON to a file, or with - to standard output and nothing else";

/// Refuses an empty path, and one that looks like an option whose value was forgotten.
CLI::Validator output_path();

/// Adds an option for a file of results, or - for standard output. /dev/stdout and its like become "-". `path` must
/// live until the command line is read.
CLI::Option* add_output_option(CLI::App& command, const std::string& names, std::string& path,
                               const std::string& description);

/// The trace of a run's queues that the environment asks for, or "". It is an output like any other.
std::string trace_path();

/// Throws Error kInvalidArgument when the file of `option` is one that the run reads or that standard output goes to,
/// kIo when it cannot be written. Nothing is asked of an empty path, or of "-".
void check_output(const std::string& option, const std::string& path, InputFiles& inputs);

/// Writes a whole file of results, or to standard output for "-". Throws Error as OutputFile does.
void write_output(const std::string& path, std::string_view text);

}  // namespace millrace::cli
