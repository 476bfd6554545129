#include "cli/detect/command.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/platform.hpp"
#include "cli/arguments/detector_arguments.hpp"
#include "cli/arguments/number_check.hpp"
#include "cli/arguments/output_option.hpp"
#include "cli/arguments/time_check.hpp"
#include "cli/detect/f32_comparison.hpp"
#include "cli/detect/outputs.hpp"
#include "cli/detect/progress_sink.hpp"
#include "cli/detect/sinks.hpp"
#include "cli/detect/text.hpp"
#include "cli/stall_exit.hpp"
#include "cli/stop_signals.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/picture_source.hpp"
#include "millrace/pipeline/detection_pipeline.hpp"

namespace millrace::cli {
namespace {

constexpr const char* kDetect = "millrace detect";
constexpr double kLongestStall = 24 * 3600.0;  // seconds
constexpr double kMostCompared = 1'000'000;    // pictures; what was found in them is kept

struct DetectOptions {
  DetectorArguments detector;
  DetectOutputs outputs;
  bool exact_decode = false;
  bool skip_bad = false;
  double stall_seconds = 0;     // 0: never
  std::size_t compare_f32 = 0;  // pictures
  std::optional<double> min_agreement;
};

PipelineOptions pipeline_options(const DetectOptions& options) {
  PipelineOptions pipeline{.requests = options.detector.requests};
  if (options.stall_seconds > 0) {
    pipeline.stall_timeout = std::chrono::duration<double>(options.stall_seconds);
    pipeline.on_stall = exit_on_stall(kDetect);
  }
  return pipeline;
}

/// Pictures come in full if a sink wants their pixels, or the user.
ReadOptions read_options(const DetectOptions& options, const ModelSpec& model, const Sink& sinks) {
  ReadOptions read{.max_pixels = options.detector.max_pixels};
  if (options.exact_decode || sinks.wants_pixels()) return read;
  read.input = model.input_size.value;
  read.fit = model.preprocessing.fit.value;
  return read;
}

bool standard_output_is_pipe() {
  const auto status = base::platform::status_of(base::platform::kStandardOutput);
  return status && status->kind == base::platform::FileKind::kPipe;
}

Summary run_pipeline(DetectionPipeline& pipeline, PictureSource& source, Sink& sinks, const DetectOptions& options,
                     const Terminal& terminal, const std::stop_token& stop) {
  // The reader of a pipe may print on the same terminal, and the two would mix.
  if (!terminal.progress || standard_output_is_pipe()) return pipeline.run(source, sinks, stop);
  const bool lines_between = !options.outputs.uses_stdout() || options.outputs.verbose;
  ProgressSink progress(sinks, std::cerr, source.count(),
                        lines_between ? Clock::duration::zero() : std::chrono::milliseconds(100));
  return pipeline.run(source, progress, stop);
}

/// Throws Error kInvalidArgument if the comparison wants to read something a second time that can be read once only.
void require_readable_twice(const DetectorArguments& arguments) {
  for (const std::string& file : {arguments.model, arguments.labels}) {
    const auto status = base::platform::status_of(std::filesystem::path(file));
    if (!status || !status->is_special()) continue;
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("--compare-f32 reads {} twice, which is a pipe or a device; copy it into a file", file));
  }
}

/// Detects in those pictures once more, with nothing done for speed, and prints how well that agrees.
ExitCode compare_with_f32(ov::Core& core, const std::vector<PictureDetections>& first, const DetectOptions& options,
                          const DetectorOptions& wanted, const Terminal& terminal, const std::stop_token& stop) {
  ComparingSink sink(first);
  std::string precision;
  if (!first.empty()) {
    DetectionPipeline pipeline(make_detector(core, options.detector, exact_options_of(wanted)),
                               pipeline_options(options));
    precision = pipeline.detector().precision();
    PictureSource source(sources_of(first), {.max_pixels = options.detector.max_pixels});
    run_pipeline(pipeline, source, sink, options, terminal, stop);
  }
  const evaluation::Agreement& agreement = sink.agreement();
  std::cerr << agreement_text(sink, first.size(), precision) << std::flush;
  if (stop.stop_requested()) return ExitCode::kOk;  // it is not known; the signal's own code follows
  const ExitCode code = exit_code_of(agreement, options.min_agreement);
  if (code == ExitCode::kMismatch) {
    say(kDetect,
        fmt::format("the F1 of {:.6f} is below --min-agreement {}", agreement.count().f1(), *options.min_agreement));
  }
  return code;
}

ExitCode run_detect(const DetectOptions& options, const Terminal& terminal, const StopSignals& signals) {
  if (options.compare_f32 > 0) require_readable_twice(options.detector);
  const DetectorOptions wanted = detector_options_of(options.detector, std::getenv);
  const PictureList list = find_pictures(options.detector, kDetect);
  if (list.pictures.empty()) return ExitCode::kNoInput;
  InputFiles inputs = input_files_of(options.detector, list);
  inputs.add(options.outputs.coco_truth);
  DetectPlan plan = plan_outputs(options.outputs, list.pictures, inputs);

  ov::Core core;
  DetectionPipeline pipeline(make_detector(core, options.detector, wanted), pipeline_options(options));
  if (plan.coco) plan.coco->number_categories(pipeline.detector().labels(), options.outputs.coco_zero_based);
  std::cerr << model_text(pipeline, wanted.compile.precision)
            << (plan.coco ? labelled_line("COCO", plan.coco->text()) : "") << std::flush;
  const DetectSinks sinks = make_sinks(options.outputs, plan, pipeline.detector());
  const FirstResults* first = nullptr;
  if (options.compare_f32 > 0) {
    auto kept = std::make_unique<FirstResults>(options.compare_f32);
    first = kept.get();
    sinks.all->add(std::move(kept));
  }
  PictureSource source(list.pictures, read_options(options, pipeline.detector().spec(), *sinks.all));
  Summary summary;
  try {
    summary = run_pipeline(pipeline, source, *sinks.all, options, terminal, signals.token());
  } catch (const Error&) {
    // Once its terminal is gone, a run cannot print there, and nobody would read it.
    if (signals.exit_code() == ExitCode::kHungUp) return ExitCode::kHungUp;
    throw;
  }
  std::cerr << summary_text(summary, list.pictures.size(), options.outputs, sinks);
  if (!summary.stopped) std::cerr << nothing_found_text(summary, pipeline.detector());
  if (sinks.coco != nullptr) std::cerr << plan.coco->left_out_text(sinks.coco->left_out(), options.outputs.coco);
  if (const auto signal = signals.exit_code()) return *signal;
  ExitCode agreement = ExitCode::kOk;
  if (first != nullptr)
    agreement = compare_with_f32(core, first->results(), options, wanted, terminal, signals.token());
  if (const auto signal = signals.exit_code()) return *signal;
  if (agreement != ExitCode::kOk) return agreement;
  return exit_code_of({.good = summary.good_frames(),
                       .bad = summary.bad_frames,
                       .lost = sinks.all->lost(),
                       .missing = list.problems.size()},
                      options.skip_bad);
}

// `| head` leaves before we are done. SIGPIPE would end the process in the middle of another output, so it is raised
// only once all outputs are complete.
ExitCode run_until_the_reader_leaves(const DetectOptions& options, const Terminal& terminal) {
  base::platform::ignore_broken_pipes();
  try {
    return run_with_stop_signals(kDetect,
                                 [&](const StopSignals& signals) { return run_detect(options, terminal, signals); });
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kClosed) throw;
    base::platform::end_by_broken_pipe();
    throw;  // our parent ignores this signal, so the user gets the message
  }
}

CLI::Validator run_name() {
  return {[](const std::string& name) {
            const std::filesystem::path path(name);
            const bool plain = path.is_relative() && path.has_filename() && path.lexically_normal() == path &&
                               name != "." && *path.begin() != "..";
            return plain ? std::string{}
                         : fmt::format("'{}' is no name below runs/detect; give a folder with --out", name);
          },
          ""};
}

void add_outputs(CLI::App& command, DetectOutputs& outputs) {
  CLI::Option* out = command.add_option("-o,--out", outputs.folder,
                                        "Folder of the annotated pictures, empty or new; by default runs/detect, "
                                        "runs/detect2, ...");
  out->type_name("DIR")->check(output_path());
  command.add_option("--name", outputs.name, "Write to runs/detect/NAME, NAME2, ...")
      ->type_name("NAME")
      ->check(output_path())
      ->check(run_name())
      ->excludes(out);
  command.add_flag(
      "--exist-ok", outputs.exist_ok,
      "Write to DIR, runs/detect or NAME even if it is not empty; only results of earlier runs there are replaced");
  command.add_flag("!--no-save", outputs.save_pictures, "Write no annotated pictures");
  add_output_option(command, "--json,--jsonl", outputs.jsonl,
                    "Write one JSON object a picture to a file, or with - to stdout");
  add_output_option(command, "--coco", outputs.coco, "Write COCO results to a file, or with - to stdout");
  CLI::Option* truth =
      command.add_option("--coco-gt", outputs.coco_truth,
                         "COCO annotations whose image ids and category ids the results bear, by name; needs --coco");
  truth->type_name("FILE")->check(output_path())->needs("--coco");
  command
      .add_flag("--coco-zero-based", outputs.coco_zero_based,
                "Number categories from 0, as the model does, with COCO's 80 labels too; needs --coco")
      ->needs("--coco")
      ->excludes(truth);
  add_output_option(command, "--csv", outputs.csv, "Write a CSV row a detection to a file, or with - to stdout");
  command.add_flag("--save-txt", outputs.save_txt, "Write YOLO label files to DIR/labels");
  command.add_flag("--save-conf", outputs.save_conf, "Put the score into the label files too; needs --save-txt")
      ->needs("--save-txt");
  command.add_flag("-v,--verbose", outputs.verbose, "Print id, latency, classes and stage times of each picture");
}

}  // namespace

void add_detect_command(CLI::App& program, Run& run) {
  const auto options = std::make_shared<DetectOptions>();
  CLI::App* command = program.add_subcommand("detect", "Find objects in pictures: annotated pictures, JSON, COCO, CSV");
  add_detector_arguments(*command, options->detector);
  add_outputs(*command, options->outputs);
  command->add_flag("--exact-decode", options->exact_decode,
                    "Decode every pixel; by default JPEGs are decoded smaller, but not smaller than the model sees "
                    "them, when no annotated pictures are written");
  command->add_flag("--skip-bad", options->skip_bad,
                    "End with 0 although some pictures, but not all, could not be read");
  command
      ->add_option(
          "--stall-timeout", options->stall_seconds,
          "End with 1 and a report when no inference completes for that long: 30s, 2m; by default wait for ever")
      ->type_name("TIME")
      ->transform(time_from(0.001, kLongestStall));
  CLI::Option* compare =
      command
          ->add_option("--compare-f32", options->compare_f32,
                       "Detect in the first N pictures once more, in f32 with the whole graph and every pixel "
                       "decoded, and print how well both agree")
          ->type_name("N")
          ->check(number_from(1, kMostCompared));
  command
      ->add_option("--min-agreement", options->min_agreement,
                   "End with 6 if the F1 of that is lower; needs --compare-f32")
      ->type_name("0..1")
      ->check(number_from(0, 1))
      ->needs(compare);
  command->footer(
      examples({"millrace detect yolov5n.onnx bus.jpg", "millrace detect yolov5n.onnx photos/ --json - --no-save",
                "millrace detect yolov5n.onnx 'cam/*.jpg' -o out --coco out/results.json --conf 0.4"}));
  command->callback([options, &run] {
    run = [options](const Terminal& terminal) { return run_until_the_reader_leaves(*options, terminal); };
  });
}

}  // namespace millrace::cli
