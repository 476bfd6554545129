#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "cli/arguments/input_files.hpp"
#include "cli/detect/coco_plan.hpp"
#include "cli/detect/outputs.hpp"
#include "millrace/io/coco_sink.hpp"
#include "millrace/io/result_folder.hpp"
#include "millrace/io/sink_list.hpp"
#include "millrace/models/detector.hpp"

namespace millrace::cli {

/// Settles what can be settled about the outputs before the model is read: all may be written, and how COCO results,
/// where they are wanted, are numbered. `inputs` are the files that the run reads. Throws as check_outputs() and
/// CocoPlan do.
std::optional<CocoPlan> plan_outputs(const DetectOutputs& outputs, std::span<const std::string> pictures,
                                     InputFiles& inputs);

struct DetectSinks {
  std::shared_ptr<ResultFolder> folder = {};  ///< null where the outputs need none
  std::unique_ptr<SinkList> all = {};
  const CocoSink* coco = nullptr;  ///< one of `all`; null where COCO results are not wanted
};

/// The sinks for these outputs: first what people read, then the files. A result that cannot be written because of its
/// picture is said on standard error. Makes the folder of results. Throws Error kIo when one cannot be created.
DetectSinks make_sinks(const DetectOutputs& outputs, const std::optional<CocoPlan>& coco_plan,
                       std::span<const std::string> pictures, const Detector& detector);

}  // namespace millrace::cli
