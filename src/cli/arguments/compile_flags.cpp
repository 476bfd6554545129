#include "cli/arguments/compile_flags.hpp"

#include <cstdlib>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/letter_case.hpp"
#include "cli/arguments/number_check.hpp"

namespace millrace::cli {
namespace {

constexpr double kMostRequests = 65536;
constexpr double kMostThreads = 65536;

// OpenVINO's number for AUTO, and benchmark_app's.
constexpr const char* kAutoStreams = "-1";

CLI::Validator streams_or_auto() {
  return {[](std::string& streams) {
            if (base::upper_case(streams) == "AUTO") streams = kAutoStreams;
            if (streams == kAutoStreams) return std::string();
            const std::string problem = number_from(1, kMostRequests)(streams);
            return problem.empty() ? problem : problem + ", nor AUTO";
          },
          ""};
}

}  // namespace

CLI::Validator device_in_capitals() {
  return {[](std::string& device) {
            device = base::upper_case(device);
            return std::string();
          },
          ""};
}

void add_compile_flags(CLI::App& command, CompileFlags& flags) {
  command.add_option("-d,--device", flags.device, "Device: CPU, GPU.0, AUTO...")
      ->type_name("NAME")
      ->transform(device_in_capitals())
      ->capture_default_str();
  command.add_option("--hint", flags.hint, "What to tune for: latency, throughput, cumulative_throughput or none")
      ->type_name("HINT")
      ->capture_default_str();
  command.add_option("--precision", flags.precision, "What to compute in: auto (the device decides), f32, bf16 or f16")
      ->type_name("TYPE")
      ->capture_default_str();
  command
      .add_option("--streams", flags.streams,
                  "Requests that run side by side (NUM_STREAMS); AUTO or -1, the default: the hint decides")
      ->type_name("N")
      ->transform(streams_or_auto());
  command.add_option("--threads", flags.threads, "CPU threads in all (INFERENCE_NUM_THREADS); by default all cores")
      ->type_name("N")
      ->check(number_from(1, kMostThreads));
  command
      .add_option("--hint-requests", flags.hint_requests,
                  "Requests that the hint should plan for (PERFORMANCE_HINT_NUM_REQUESTS); by default no limit")
      ->type_name("N")
      ->check(number_from(1, kMostRequests));
  const auto cache_dir = command.add_option("--cache-dir", flags.cache_dir, "Where compiled models are kept")
                             ->type_name("DIR")
                             ->default_str(default_cache_dir(std::getenv).string());
  command.add_flag("--no-cache", flags.no_cache, "Compile anew, and keep nothing")->excludes(cache_dir);
}

CompileOptions compile_options_of(const CompileFlags& flags, const Environment& environment) {
  std::filesystem::path cache_dir;
  if (!flags.no_cache) cache_dir = flags.cache_dir;
  if (!flags.no_cache && cache_dir.empty()) cache_dir = default_cache_dir(environment);
  return {.device = flags.device,
          .hint = parse_hint(flags.hint),
          .streams = flags.streams,
          .hint_requests = flags.hint_requests,
          .threads = flags.threads,
          .precision = parse_precision(flags.precision),
          .cache_dir = std::move(cache_dir)};
}

std::string precision_remark(Precision asked, const std::string& running) {
  const std::string wanted(to_string(asked));
  if (asked == Precision::kAuto || wanted == running) return {};
  return fmt::format("--precision {} was asked for, but this device runs the model in {}", wanted, running);
}

std::filesystem::path default_cache_dir(const Environment& environment) {
  const auto folder_in = [&](const char* name) {
    const char* value = environment(name);
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  // The XDG specification says to ignore relative paths.
  if (const auto cache = folder_in("XDG_CACHE_HOME"); cache.is_absolute()) return cache / "millrace";
  if (const auto home = folder_in("HOME"); home.is_absolute()) return home / ".cache" / "millrace";
  return {};
}

}  // namespace millrace::cli
