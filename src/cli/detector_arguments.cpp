#include "cli/detector_arguments.hpp"

#include <CLI/CLI.hpp>

namespace millrace::cli {
namespace {

void add_inputs(CLI::App& command, DetectorArguments& arguments) {
  command.add_option("MODEL,-m,--model", arguments.model, "Detection model: ONNX, or OpenVINO IR (.xml)")
      ->type_name("FILE")
      ->required();
  command
      .add_option("SOURCE,--source", arguments.sources, "Pictures, folders of pictures, or patterns such as 'a/*.jpg'")
      ->type_name("PATH")
      ->required();
}

void add_detection_flags(CLI::App& command, DetectorArguments& arguments) {
  command.add_option("--conf", arguments.confidence, "Keep scores greater than this")->type_name("0..1");
  command.add_option("--iou", arguments.iou, "Drop boxes that overlap a better one by more")->type_name("0..1");
  command.add_option("--max-det", arguments.max_detections, "Boxes kept in one picture")->type_name("N");
  command.add_option("--classes", arguments.classes, "Only these classes, by number")->type_name("N")->delimiter(',');
  command.add_option("--labels", arguments.labels, "File with one class name a line")->type_name("FILE");
  command.add_option("--family", arguments.family, "Overrule what the model is taken for: yolov5")->type_name("NAME");
  command
      .add_option("--imgsz", arguments.input_size, "Input side, or height and width, of a model with a dynamic size")
      ->type_name("N")
      ->expected(1, 2)
      ->delimiter(',');
}

// Two promises that scripts may spell out. There is nothing to switch: millrace has no other way.
void add_promises(CLI::App& command) {
  const std::string exact_decode = "Decode pictures in full, never scaled down (always so)";
  const std::string no_surgery = "Run the model's graph uncut (always so)";
  command.add_flag("--exact-decode", exact_decode);
  command.add_flag("--no-surgery", no_surgery);
}

}  // namespace

void add_detector_arguments(CLI::App& command, DetectorArguments& arguments) {
  add_inputs(command, arguments);
  add_compile_flags(command, arguments.compile);
  command.add_option("--requests", arguments.requests, "Infer requests; by default what suits the device")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  add_detection_flags(command, arguments);
  add_promises(command);
}

DetectorOptions detector_options_of(const DetectorArguments& arguments, const Environment& environment) {
  DetectorOptions options{.compile = compile_options_of(arguments.compile, environment),
                          .confidence = arguments.confidence,
                          .iou = arguments.iou,
                          .max_detections = arguments.max_detections,
                          .classes = arguments.classes,
                          .labels = arguments.labels,
                          .family = arguments.family};
  if (!arguments.input_size.empty()) {
    options.input_size = Size{.width = arguments.input_size.back(), .height = arguments.input_size.front()};
  }
  return options;
}

}  // namespace millrace::cli
