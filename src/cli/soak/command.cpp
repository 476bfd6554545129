#include "cli/soak/command.hpp"

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/arguments/compile_flags.hpp"
#include "cli/arguments/input_files.hpp"
#include "cli/arguments/number_check.hpp"
#include "cli/arguments/output_option.hpp"
#include "cli/arguments/time_check.hpp"
#include "cli/soak/json.hpp"
#include "cli/soak/text.hpp"
#include "cli/stop_signals.hpp"
#include "tuning/soak.hpp"

namespace millrace::cli {
namespace {

constexpr const char* kSoak = "millrace soak";
constexpr double kLongest = 30 * 24 * 3600.0;  // seconds

struct SoakArguments {
  CompileFlags compile = {.precision = "f32"};  // returns a payload unchanged
  std::size_t requests = 0;
  double seconds = 60;
  double stall_seconds = 10;
  std::uint64_t seed = 1;
  std::string json;
};

tuning::SoakOptions soak_options_of(const SoakArguments& arguments) {
  return {.compile = compile_options_of(arguments.compile, std::getenv),
          .requests = arguments.requests,
          .time = std::chrono::duration<double>(arguments.seconds),
          .seed = arguments.seed,
          .stall_timeout = std::chrono::milliseconds(std::llround(arguments.stall_seconds * 1000))};
}

void write_report(const tuning::SoakReport& report, const std::string& json) {
  if (!json.empty()) write_output(json, soak_json(report));
  if (json != "-") write_output("-", soak_text(report));
  if (!report.sound() && !report.interrupted) say(kSoak, unsound_words(report));
}

void show_progress(std::size_t round, std::size_t rounds, const tuning::JobAccount& jobs) {
  std::cerr << kWipe << "  round " << round << "/" << rounds << ": " << jobs.submitted << " jobs" << std::flush;
}

tuning::SoakReport run_with_progress(ov::Core& core, const tuning::SoakOptions& options, const std::stop_token& stop) {
  tuning::SoakReport report = tuning::run_soak(core, options, stop, show_progress);
  std::cerr << kWipe << std::flush;
  return report;
}

ExitCode run_soak_command(const SoakArguments& arguments, const Terminal& terminal, const StopSignals& signals) {
  InputFiles none;
  check_output("--json", arguments.json, none);
  ov::Core core;
  const tuning::SoakOptions options = soak_options_of(arguments);
  const tuning::SoakReport report = terminal.progress ? run_with_progress(core, options, signals.token())
                                                      : tuning::run_soak(core, options, signals.token());
  const auto other = precision_remark(options.compile.precision, report.precision);
  if (!other.empty()) say(kSoak, other);
  write_report(report, arguments.json);
  if (!report.finished) {
    std::cout.flush();
    std::_Exit(static_cast<int>(ExitCode::kFailed));  // threads that hang cannot be joined
  }
  if (const auto signal = signals.exit_code()) return *signal;
  if (report.stalls > 0) return ExitCode::kFailed;
  return report.sound() ? ExitCode::kOk : ExitCode::kMismatch;
}

}  // namespace

void add_soak_command(CLI::App& program, Run& run) {
  const auto arguments = std::make_shared<SoakArguments>();
  CLI::App* command =
      program.add_subcommand("soak", "Stress the queue with faults, cancels and churn, every job accounted for");
  add_compile_flags(*command, arguments->compile);
  command->add_option("--requests", arguments->requests, "Infer requests; by default twice the optimal number")
      ->type_name("N")
      ->check(number_from(1, 65536));
  command->add_option("--time", arguments->seconds, "How long: 20s, 5m, 1h")
      ->type_name("TIME")
      ->transform(time_from(1, kLongest))
      ->default_str("60s");
  command
      ->add_option("--stall-timeout", arguments->stall_seconds,
                   "Report a stall when nothing completes for this long though something runs")
      ->type_name("TIME")
      ->transform(time_from(0.1, kLongest))
      ->default_str("10s");
  command->add_option("--seed", arguments->seed, "Seed of the producers' random choices")
      ->type_name("N")
      ->capture_default_str();
  add_output_option(*command, "--json", arguments->json, kJsonHelp);
  command->footer(examples(
      {"millrace soak", "millrace soak --time 20s --device CPU --json -", "millrace soak --time 1h -d AUTO --seed 7"}));
  command->callback([arguments, &run] {
    run = [arguments](const Terminal& terminal) {
      return run_with_stop_signals(
          kSoak, [&](const StopSignals& signals) { return run_soak_command(*arguments, terminal, signals); });
    };
  });
}

}  // namespace millrace::cli
