#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/text/terminal.hpp"
#include "millrace/queue/compile_options.hpp"

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace millrace::cli {

/// How a model shall be compiled, as typed: what every command that runs a model understands.
struct CompileFlags {
  std::string device = "CPU";
  std::string hint = "throughput";
  std::string precision = "auto";
  std::optional<int> streams = {};
  std::optional<int> threads = {};
  std::optional<unsigned> hint_requests = {};
  std::string cache_dir = {};
  bool no_cache = false;
};

/// Turns the name of a device into capitals, as all of OpenVINO's are: "cpu" is "CPU".
CLI::Validator device_in_capitals();

/// Adds -d, --hint, --precision, --streams, --threads, --hint-requests, --cache-dir and --no-cache to a command.
/// `flags` must live until the command line is read.
void add_compile_flags(CLI::App& command, CompileFlags& flags);

/// The flags as options. Throws Error kInvalidArgument for an unknown hint or precision. The cache is in --cache-dir,
/// else in default_cache_dir().
CompileOptions compile_options_of(const CompileFlags& flags, const Environment& environment);

/// A sentence where a model does not run in the precision that was asked for; empty where it does, or where none was.
/// `running` is what it runs in: "f32".
std::string precision_remark(Precision asked, const std::string& running);

/// $XDG_CACHE_HOME/millrace, else ~/.cache/millrace; empty (no cache) where neither is known.
std::filesystem::path default_cache_dir(const Environment& environment);

}  // namespace millrace::cli
