#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments/compile_flags.hpp"
#include "cli/arguments/detection_values.hpp"
#include "cli/arguments/input_files.hpp"
#include "millrace/io/picture_list.hpp"
#include "millrace/io/picture_reader.hpp"
#include "millrace/models/detector.hpp"

namespace CLI {
class App;
}

namespace millrace::cli {

/// A model, its pictures and what to look for, as typed: the options of every command that detects.
struct DetectorArguments {
  std::string model;
  std::vector<std::string> sources;
  std::uint64_t max_pixels = kMaxPixels;  ///< of one picture
  CompileFlags compile;
  std::size_t requests = 0;  ///< 0: the command decides
  std::optional<float> confidence;
  std::optional<float> iou;
  std::optional<std::size_t> max_detections;
  ClassList classes;
  std::string labels;
  std::string family;
  std::optional<Size> input_size;
  bool cut_graph = true;
};

/// Adds MODEL to a command. `arguments` must live until the command line is read. Reading it throws Error
/// kInvalidArgument when a second model is given.
void add_model_argument(CLI::App& command, DetectorArguments& arguments);

/// Adds --conf, --iou, --max-det, --classes, --labels, --family, --imgsz and --no-surgery.
void add_detection_flags(CLI::App& command, DetectorArguments& arguments);

/// Adds MODEL, SOURCE..., --max-pixels, the compile flags, --requests, --conf, --iou, --max-det, --classes, --labels,
/// --family, --imgsz and --no-surgery to a command, as above.
void add_detector_arguments(CLI::App& command, DetectorArguments& arguments);

/// The pictures that the sources stand for. Reports on standard error what was not found or left out, in lines that
/// begin with the name of the command.
PictureList find_pictures(const DetectorArguments& arguments, const std::string& command);

/// The files that a run with these arguments reads: the model and its companions, labels, lists, pictures.
InputFiles input_files_of(const DetectorArguments& arguments, const PictureList& list = {});

/// What to look for, as options of a Detector, without those for compiling.
DetectorOptions detection_options_of(const DetectorArguments& arguments);

/// The arguments as options of a Detector, with the folder of the model cache created. If the default one cannot be
/// written there is no cache; if it was given, Error kIo. Throws Error kInvalidArgument as compile_options_of() does;
/// the Detector checks the rest.
DetectorOptions detector_options_of(const DetectorArguments& arguments, const Environment& environment);

/// Reads and compiles the model. A stop signal meanwhile ends the process at once. Throws as Detector does.
Detector make_detector(ov::Core& core, const DetectorArguments& arguments, const DetectorOptions& options);

}  // namespace millrace::cli
