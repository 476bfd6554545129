#include "cli/devices/command.hpp"

#include <memory>

#include <CLI/CLI.hpp>

#include "cli/arguments/compile_flags.hpp"
#include "cli/arguments/input_files.hpp"
#include "cli/arguments/output_option.hpp"
#include "cli/arguments/suggestions.hpp"
#include "cli/devices/json.hpp"
#include "cli/devices/report.hpp"
#include "cli/devices/text.hpp"
#include "models/model_file.hpp"

namespace millrace::cli {
namespace {

struct DevicesOptions {
  std::string model;
  std::vector<std::string> devices;
  std::vector<std::string> hints;
  std::string json;
  DevicesTextOptions text;
};

DevicesQuery query_of(const DevicesOptions& options) {
  DevicesQuery query{.model = models::model_file_of(options.model).string(), .devices = options.devices};
  for (const std::string& hint : options.hints) query.hints.push_back(parse_hint(hint));
  return query;
}

ExitCode run_devices(const DevicesOptions& options, const Terminal& terminal) {
  const DevicesQuery query = query_of(options);
  InputFiles inputs;
  inputs.add_model(query.model);
  check_output("--json", options.json, inputs);
  ov::Core core;
  const DevicesReport report = make_devices_report(core, query);
  // Showing which usual devices are missing is this command's job; one that was asked for must be there.
  if (!options.devices.empty()) require_every_device(report);
  if (!options.json.empty()) write_output(options.json, devices_json(report, options.text.all));
  // After the file: a reader that stops reading (`| head`) ends the program.
  if (options.json != "-") write_output("-", devices_text(report, options.text, terminal));
  return ExitCode::kOk;
}

}  // namespace

void add_devices_command(CLI::App& program, Run& run) {
  const auto options = std::make_shared<DevicesOptions>();
  CLI::App* command =
      program.add_subcommand("devices", "Show the devices, and how each hint configures a model on them");
  command->add_option("MODEL,-m,--model", options->model, "Model to compile; a tiny built-in one when none is given")
      ->type_name("FILE")
      ->check(no_assignment(*command));
  command
      ->add_option(
          "-d,--device", options->devices,
          "Only this device: CPU, GPU.0, AUTO:GPU,-CPU...; may be repeated; by default all that could be there")
      ->type_name("NAME")
      ->transform(device_in_capitals())
      ->take_all();
  command
      ->add_option("--hint", options->hints,
                   "Only this hint: latency, throughput, cumulative_throughput, none; by default those that apply")
      ->type_name("HINT")
      ->take_all();
  command->add_flag("--all", options->text.all, "Every supported property as well");
  command->add_flag("--explain", options->text.explain, "Say what each property and hint means");
  add_output_option(*command, "--json", options->json, kJsonHelp);
  command->footer(examples({"millrace devices", "millrace devices yolov5n.onnx --device CPU --hint throughput",
                            "millrace devices yolov5n.onnx --all --json devices.json"}));
  command->callback(
      [options, &run] { run = [options](const Terminal& terminal) { return run_devices(*options, terminal); }; });
}

}  // namespace millrace::cli
