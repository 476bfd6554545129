#include "cli/bench/command.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/arguments/detector_arguments.hpp"
#include "cli/arguments/number_check.hpp"
#include "cli/arguments/output_option.hpp"
#include "cli/arguments/time_check.hpp"
#include "cli/bench/json.hpp"
#include "cli/bench/text.hpp"
#include "cli/bench/words.hpp"
#include "cli/stop_signals.hpp"
#include "cli/text/number_text.hpp"
#include "millrace/pipeline/detection_pipeline.hpp"
#include "tuning/pictures_in_memory.hpp"
#include "tuning/queue_pattern.hpp"
#include "tuning/sync_pattern.hpp"
#include "tuning/two_request_pattern.hpp"

namespace millrace::cli {
namespace {

using Patterns = std::vector<std::unique_ptr<tuning::Pattern>>;

constexpr const char* kBench = "millrace bench";

struct BenchOptions {
  DetectorArguments detector;
  std::size_t rounds = 10;
  double seconds = 10;
  tuning::PictureLimits pictures;
  std::string json;
};

DetectorOptions detector_options(const DetectorArguments& arguments) {
  DetectorOptions options = detector_options_of(arguments, std::getenv);
  options.compile.startup_fallback = false;  // else AUTO's first pictures would be measured on another device
  return options;
}

Patterns make_patterns(const tuning::DetectionWork& work, std::size_t requests) {
  Patterns patterns;
  patterns.push_back(std::make_unique<tuning::SyncPattern>(work));
  patterns.push_back(std::make_unique<tuning::TwoRequestPattern>(work));
  patterns.push_back(std::make_unique<tuning::QueuePattern>(work, requests, "queue"));
  patterns.push_back(
      std::make_unique<tuning::QueuePattern>(work, requests + DetectionPipeline::kSpareRequests, "queue ahead"));
  return patterns;
}

/// Reports progress: once, that a comparison takes much longer than asked for; on a terminal, a line that is wiped at
/// the end.
class Progress {
 public:
  Progress(const BenchOptions& options, std::size_t patterns, const Terminal& terminal)
      : seconds_(options.seconds), patterns_(patterns), has_line_(terminal.progress) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() {
    if (has_line_) std::cerr << kWipe << std::flush;
  }

  void show(const tuning::ComparisonStep& step) {
    if (has_line_) std::cerr << kWipe;
    if (step.left && !std::exchange(is_announced_, true)) {
      if (const std::string longer = longer_words(step, seconds_, patterns_); !longer.empty()) say(kBench, longer);
    }
    if (!has_line_) return;
    const std::string round = fmt::format("{}/{}", step.round, step.rounds);
    std::vector<std::string> parts{step.round == 0 ? "  warm-up and check" : "  round " + round};
    if (step.left)
      parts.push_back(fmt::format("  {} left", clock_text(std::chrono::duration<double>(*step.left).count())));
    parts.push_back("  " + step.pattern);
    std::cerr << fitting(parts, error_columns()) << std::flush;
  }

 private:
  double seconds_;
  std::size_t patterns_;
  bool has_line_;
  bool is_announced_ = false;
};

tuning::Comparison compare(const BenchOptions& options, const tuning::BenchSetup& setup,
                           const tuning::DetectionWork& work, std::size_t pictures, const Terminal& terminal,
                           const std::stop_token& stop) {
  const std::size_t requests = options.detector.requests != 0 ? options.detector.requests : setup.optimal_requests;
  const Patterns patterns = make_patterns(work, requests);
  const tuning::ComparisonOptions how = {.rounds = options.rounds,
                                         .time = std::chrono::duration<double>(options.seconds)};
  Progress progress(options, patterns.size(), terminal);
  return tuning::compare_patterns(patterns, pictures, how, stop,
                                  [&](const tuning::ComparisonStep& step) { progress.show(step); });
}

// The file first: a reader that stops reading the text (`| head`) ends the program.
void write_report(const tuning::BenchReport& report, const BenchOptions& options, const Terminal& terminal) {
  const tuning::Comparison& comparison = report.comparison;
  if (!options.json.empty()) write_output(options.json, bench_json(report));
  if (comparison.stopped) {
    std::cerr << "millrace bench: stopped after " << comparison.rounds << " of " << options.rounds << " rounds"
              << (comparison.rounds == 0 ? "; no round was complete, so there is nothing to show\n" : "\n");
  }
  if (comparison.mismatch) {
    say(kBench, mismatch_words(report));
  } else if (comparison.rounds > 0 && options.json != "-") {
    write_output("-", bench_text(report, terminal));
  }
}

ExitCode run_bench(const BenchOptions& options, const Terminal& terminal, const StopSignals& signals) {
  const DetectorOptions wanted = detector_options(options.detector);
  const PictureList list = find_pictures(options.detector, kBench);
  if (list.pictures.empty()) return ExitCode::kNoInput;
  InputFiles inputs = input_files_of(options.detector, list);
  check_output("--json", options.json, inputs);
  check_output("MILLRACE_TRACE", trace_path(), inputs);
  ov::Core core;
  Detector detector = make_detector(core, options.detector, wanted);
  tuning::PictureLimits limits = options.pictures;
  limits.pixels = options.detector.max_pixels;
  const tuning::PicturesInMemory memory = tuning::load_pictures(list.pictures, limits, signals.token());
  for (const std::string& problem : memory.problems) say(kBench, problem);
  for (const std::string& remark : memory.remarks) say(kBench, remark);
  if (memory.pictures.empty() && signals.exit_code()) return *signals.exit_code();
  if (memory.pictures.empty()) throw Error(ErrorCode::kIo, "none of the pictures could be read; give at least one");

  if (const std::string why = detector.check_cut(memory.pictures.front().view()); !why.empty())
    say(kBench, "the graph runs uncut: " + why);
  const tuning::BenchSetup setup = tuning::describe_setup(detector, wanted.compile);
  if (const auto other = precision_remark(wanted.compile.precision, setup.precision); !other.empty())
    say(kBench, other);
  tuning::Comparison comparison = compare(options, setup, tuning::DetectionWork(detector, memory.pictures),
                                          memory.pictures.size(), terminal, signals.token());
  const tuning::BenchReport report = tuning::make_bench_report(setup, options.seconds, memory, std::move(comparison));
  write_report(report, options, terminal);
  if (const auto signal = signals.exit_code()) return *signal;
  if (report.comparison.mismatch) return ExitCode::kMismatch;
  return exit_code_of({.good = memory.pictures.size(), .bad = memory.problems.size(), .missing = list.problems.size()},
                      false);
}

}  // namespace

void add_bench_command(CLI::App& program, Run& run) {
  const auto options = std::make_shared<BenchOptions>();
  CLI::App* command =
      program.add_subcommand("bench", "Compare sync, two requests in turn and the queue on the same pictures");
  add_detector_arguments(*command, options->detector);
  command->add_flag("--exact-decode")->group("");  // a promise that scripts may spell out: pictures are decoded in full
  command->add_option("--rounds", options->rounds, "Rounds; every pattern runs once in each")
      ->type_name("N")
      ->check(number_from(1, 10000))
      ->capture_default_str();
  command
      ->add_option("--time", options->seconds,
                   "About how long each of the four patterns is measured, all rounds together; longer "
                   "where every round needs more for each request to run")
      ->type_name("TIME")
      ->transform(time_from(0.1, 86400))
      ->default_str("10s");
  command
      ->add_option("--pictures", options->pictures.pictures,
                   "Keep at most this many pictures in memory, and at most 1 GiB of them")
      ->type_name("N")
      ->check(number_from(1, 10000))
      ->capture_default_str();
  add_output_option(*command, "--json", options->json, kJsonHelp);
  command->footer(examples({"millrace bench yolov5n.onnx photos/", "millrace bench yolov5n.onnx bus.jpg --hint latency",
                            "millrace bench yolov5n.onnx photos/ -d AUTO --rounds 30 --time 60 --json bench.json"}));
  command->callback([options, &run] {
    run = [options](const Terminal& terminal) {
      return run_with_stop_signals(kBench,
                                   [&](const StopSignals& signals) { return run_bench(*options, terminal, signals); });
    };
  });
}

}  // namespace millrace::cli
