#include "cli/arguments/detector_arguments.hpp"

#include <filesystem>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/platform.hpp"
#include "cli/arguments/number_check.hpp"
#include "cli/arguments/suggestions.hpp"
#include "cli/stop_signals.hpp"
#include "cli/text/terminal.hpp"
#include "io/output_file.hpp"
#include "millrace/base/error.hpp"
#include "models/model_file.hpp"
#include "models/registry.hpp"

namespace millrace::cli {
namespace {

constexpr double kMostInferRequests = 4096;  // each holds an input and an output of the model
constexpr double kMostDetections = 100'000;
constexpr double kMostPixels = 1 << 30;  // OpenCV's own limit

CLI::Validator size_text() {
  return {[](const std::string& given) {
            return parse_size(given) ? std::string()
                                     : fmt::format(
                                           "'{}' is no size: a side from 1 to 8192, or height and width "
                                           "(480,640 or 480x640)",
                                           given);
          },
          ""};
}

CLI::Validator class_list() {
  return {[](const std::string& given) {
            return parse_classes(given)
                       ? std::string()
                       : fmt::format("'{}' is no list of classes: numbers from 0, or names, with commas between",
                                     given);
          },
          ""};
}

// The option parser only counts: "At Most 1 required but received 2".
std::string only_model(const std::vector<std::string>& given) {
  if (given.size() == 1) return given.front();
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("two models were given, {} and {}; give one, before the pictures or with --model before them",
                          given[0], given[1]));
}

// The folder for the model cache. One that was asked for must be usable; if the default is not, as for a user without a
// home, the run does without a cache.
std::filesystem::path prepared(const std::filesystem::path& cache_dir, bool asked_for) {
  if (cache_dir.empty()) return {};
  if (asked_for) {
    io::create_output_folder(cache_dir.string());
    return cache_dir;
  }
  std::error_code error;
  std::filesystem::create_directories(cache_dir, error);
  const bool usable = !error && !base::platform::error_of_writing(cache_dir);
  return usable ? cache_dir : std::filesystem::path();
}

}  // namespace

void add_model_argument(CLI::App& command, DetectorArguments& arguments) {
  command
      .add_option_function<std::vector<std::string>>(
          "MODEL,-m,--model",
          [&arguments](const std::vector<std::string>& given) { arguments.model = only_model(given); },
          "Detection model: ONNX, OpenVINO IR (.xml), or a folder with one of these")
      ->type_name("PATH")
      ->check(no_assignment(command))
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->required();
}

void add_detection_flags(CLI::App& command, DetectorArguments& arguments) {
  command
      .add_option("--conf", arguments.confidence,
                  "Keep scores greater than this; by default what the model says, else 0.25")
      ->type_name("0..1")
      ->check(number_from(0, 1));
  command
      .add_option(
          "--iou", arguments.iou,
          "Drop boxes that overlap a better one by more; by default what the model says, else 0.45 or its family's")
      ->type_name("0..1")
      ->check(number_from(0, 1));
  command.add_option("--max-det", arguments.max_detections, "Boxes kept in one picture; by default 300")
      ->type_name("N")
      ->check(number_from(1, kMostDetections));
  command
      .add_option_function<std::string>(
          "--classes", [&arguments](const std::string& given) { arguments.classes = *parse_classes(given); },
          "Only these classes, by number or name: 0,2 or person,bus; by default all")
      ->type_name("CLASS[,...]")
      ->join(',')
      ->check(class_list());
  command
      .add_option("--labels", arguments.labels,
                  "File with one class name a line, or YAML with 'names:'; by default the model's own")
      ->type_name("FILE");
  command
      .add_option(
          "--family", arguments.family,
          fmt::format("Overrule what the model is taken for: {}; by default its shape tells", models::family_names()))
      ->type_name("NAME");
  command
      .add_option_function<std::string>(
          "--imgsz", [&arguments](const std::string& given) { arguments.input_size = parse_size(given); },
          "Input side, or height and width (480,640 or 480x640), of a model with a dynamic size, rounded up to its "
          "stride; by default its own, else 640")
      ->type_name("N[,N]")
      ->check(size_text());
  command.add_flag("!--no-surgery", arguments.cut_graph,
                   "Run the whole graph; by default a known one is cut at its heads, so that only boxes that may be "
                   "found are decoded");
}

void add_detector_arguments(CLI::App& command, DetectorArguments& arguments) {
  add_model_argument(command, arguments);
  command
      .add_option(
          "SOURCE,--source", arguments.sources,
          "Pictures, folders, patterns such as 'a/*.jpg' or 'a/**/*.jpg', or a .txt file with one of these a line")
      ->type_name("PATH")
      ->check(no_assignment(command))
      ->required();
  command.add_option("--max-pixels", arguments.max_pixels, "Read no picture of more pixels, as its header says")
      ->type_name("N")
      ->check(number_from(1, kMostPixels))
      ->capture_default_str();
  add_compile_flags(command, arguments.compile);
  command.add_option("--requests", arguments.requests, "Infer requests; by default what suits the device")
      ->type_name("N")
      ->check(number_from(1, kMostInferRequests));
  add_detection_flags(command, arguments);
}

PictureList find_pictures(const DetectorArguments& arguments, const std::string& command) {
  PictureList list = list_pictures(arguments.sources);
  for (const std::string& problem : list.problems) say(command, problem);
  if (const std::string left_out = to_string(list.left_out); !left_out.empty()) say(command, left_out);
  return list;
}

InputFiles input_files_of(const DetectorArguments& arguments, const PictureList& list) {
  InputFiles inputs;
  inputs.add_model(models::model_file_of(arguments.model));
  inputs.add(arguments.labels);
  for (const std::string& source : arguments.sources) inputs.add(source);
  for (const std::string& picture : list.pictures) inputs.add(picture);
  return inputs;
}

DetectorOptions detection_options_of(const DetectorArguments& arguments) {
  return {.confidence = arguments.confidence,
          .iou = arguments.iou,
          .max_detections = arguments.max_detections,
          .classes = arguments.classes.numbers,
          .class_names = arguments.classes.names,
          .labels = arguments.labels,
          .family = arguments.family,
          .input_size = arguments.input_size,
          .cut_graph = arguments.cut_graph};
}

DetectorOptions detector_options_of(const DetectorArguments& arguments, const Environment& environment) {
  DetectorOptions options = detection_options_of(arguments);
  options.compile = compile_options_of(arguments.compile, environment);
  options.compile.cache_dir = prepared(options.compile.cache_dir, !arguments.compile.cache_dir.empty());
  return options;
}

Detector make_detector(ov::Core& core, const DetectorArguments& arguments, const DetectorOptions& options) {
  const EndAtFirstSignal nothing_to_lose;
  return Detector(core, arguments.model, options);
}

}  // namespace millrace::cli
