#pragma once

#include <cstddef>
#include <string>

#include "cli/detect_outputs.hpp"
#include "millrace/pipeline/detection_pipeline.hpp"

namespace millrace::cli {

/// What is about to run, for stderr: the model and how it was recognised, its labels and limits, the device and the
/// precision that really run.
std::string model_text(const DetectionPipeline& pipeline);

/// What a run did, for stderr: pictures, detections, rate, and where the results are. `folder` may be null.
std::string summary_text(const Summary& summary, std::size_t total, const DetectOutputs& outputs,
                         const ResultFolder* folder);

}  // namespace millrace::cli
