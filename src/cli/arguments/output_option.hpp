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

/// Refuses an empty path, and one that looks like an option: the value was forgotten.
CLI::Validator output_path();

/// Adds an option for a file of results, or - for standard output. /dev/stdout and the like become "-". `path` must
/// live until the command line is read.
CLI::Option* add_output_option(CLI::App& command, const std::string& names, std::string& path,
                               const std::string& description);

/// The trace file for a run's queues that the environment asks for, or "". It is an output like any other.
std::string trace_path();

/// Throws Error kInvalidArgument when the file given to `option` is read by the run or receives standard output, kIo
/// when it cannot be written. Does not check an empty path, or "-".
void check_output(const std::string& option, const std::string& path, InputFiles& inputs);

/// Writes a complete file of results, or standard output for "-". Throws Error as OutputFile does.
void write_output(const std::string& path, std::string_view text);

}  // namespace millrace::cli
