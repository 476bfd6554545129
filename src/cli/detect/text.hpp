#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/detect/outputs.hpp"
#include "cli/detect/sinks.hpp"
#include "millrace/pipeline/detection_pipeline.hpp"

namespace millrace::cli {

/// A line of what people read before and after a run, with a word for what it tells.
std::string labelled_line(std::string_view label, std::string_view text);

/// What is about to run, for stderr: the model and how it was recognised, its labels and limits, the device and the
/// precision in use, and whether another one was asked for.
std::string model_text(const DetectionPipeline& pipeline, Precision asked);

/// What a run did, for stderr: pictures, detections, rate, what was lost, and where the results are.
std::string summary_text(const Summary& summary, std::size_t total, const DetectOutputs& outputs,
                         const DetectSinks& sinks);

/// What to try after a run that found nothing in any readable picture, for stderr; else empty.
std::string nothing_found_text(const Summary& summary, const Detector& detector);

}  // namespace millrace::cli
