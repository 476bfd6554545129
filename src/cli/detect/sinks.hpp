#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "cli/arguments/input_files.hpp"
#include "cli/detect/coco_plan.hpp"
#include "cli/detect/outputs.hpp"
#include "io/picture_names.hpp"
#include "millrace/io/coco_sink.hpp"
#include "millrace/io/result_folder.hpp"
#include "millrace/io/sink_list.hpp"
#include "millrace/models/detector.hpp"

namespace millrace::cli {

/// What is settled about the outputs of a run before its model is read.
struct DetectPlan {
  io::PictureNames names;        ///< in the folder of results
  std::optional<CocoPlan> coco;  ///< if COCO results are wanted
};

/// Settles that, and that all outputs may be written. `inputs` are the files that the run reads. Throws as
/// check_outputs(), PictureNames and CocoPlan do.
DetectPlan plan_outputs(const DetectOutputs& outputs, std::span<const std::string> pictures, InputFiles& inputs);

struct DetectSinks {
  std::shared_ptr<ResultFolder> folder = {};  ///< null if the outputs need none
  std::unique_ptr<SinkList> all = {};
  const CocoSink* coco = nullptr;  ///< one of `all`; null if COCO results are not wanted
};

/// The sinks for these outputs: first what people read, then the files. Makes the folder of results. A result that its
/// picture makes impossible to write is reported on standard error. Throws Error kIo when an output cannot be created.
DetectSinks make_sinks(const DetectOutputs& outputs, const DetectPlan& plan, const Detector& detector);

}  // namespace millrace::cli
