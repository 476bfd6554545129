#include "cli/inspect/command.hpp"

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/arguments/detector_arguments.hpp"
#include "cli/arguments/output_option.hpp"
#include "cli/inspect/json.hpp"
#include "cli/inspect/text.hpp"
#include "millrace/models/detector.hpp"

namespace millrace::cli {
namespace {

struct InspectOptions {
  DetectorArguments arguments;
  std::string json;
};

ExitCode run_inspect(const InspectOptions& options) {
  InputFiles inputs = input_files_of(options.arguments);
  check_output("--json", options.json, inputs);
  ov::Core core;
  const ModelSpec spec = describe_model(core, options.arguments.model, detection_options_of(options.arguments));
  if (!options.json.empty()) write_output(options.json, inspect_json(spec));
  if (options.json != "-") write_output("-", inspect_text(spec));
  return ExitCode::kOk;
}

}  // namespace

void add_inspect_command(CLI::App& program, Run& run) {
  const auto options = std::make_shared<InspectOptions>();
  CLI::App* command = program.add_subcommand("inspect", "Show what a model is, how it is recognised, and why");
  add_model_argument(*command, options->arguments);
  add_detection_flags(*command, options->arguments);
  add_output_option(*command, "--json", options->json, kJsonHelp);
  command->footer(
      examples({"millrace inspect best.onnx", "millrace inspect best.onnx --family yolox --labels names.txt",
                "millrace inspect best.xml --json -"}));
  command->callback([options, &run] { run = [options](const Terminal&) { return run_inspect(*options); }; });
}

}  // namespace millrace::cli
