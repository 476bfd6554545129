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

/// How to compile a model, as typed: the options of every command that runs a model.
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

/// Upper-cases the name of a device, as OpenVINO's all are: "cpu" becomes "CPU".
CLI::Validator device_in_capitals();

/// Adds -d, --hint, --precision, --streams, --threads, --hint-requests, --cache-dir and --no-cache to a command.
/// `flags` must live until the command line is read.
void add_compile_flags(CLI::App& command, CompileFlags& flags);

/// The flags as options. Throws Error kInvalidArgument for an unknown hint or precision. The cache is --cache-dir, else
/// default_cache_dir().
CompileOptions compile_options_of(const CompileFlags& flags, const Environment& environment);

/// A sentence if a model does not run in the precision that was asked for, else empty. `running` is what it runs in:
/// "f32".
std::string precision_remark(Precision asked, const std::string& running);

/// $XDG_CACHE_HOME/millrace, else ~/.cache/millrace; empty (no cache) if neither is known.
std::filesystem::path default_cache_dir(const Environment& environment);

}  // namespace millrace::cli
