#pragma once

#include <cstddef>
#include <span>

#include "millrace/models/detector.hpp"
#include "openvino/runtime/tensor.hpp"
#include "tuning/job_record.hpp"

namespace millrace::tuning {

/// One picture between its letterbox and its boxes.
struct PictureInFlight {
  JobRecord record;
  Letterbox fit;
};

/// What every pattern does before and after inference: letterbox, boxes, NMS, on pictures that lie in memory.
/// Thread-compatible; cheap to copy.
class DetectionWork {
 public:
  /// Both must outlive the work; there is at least one picture.
  DetectionWork(const Detector& detector, std::span<const Image> pictures)
      : detector_(&detector), pictures_(pictures) {}

  /// Letterboxes picture number `index` (it starts over behind the last one) into a request's input tensor.
  PictureInFlight begin(std::size_t index, const ov::Tensor& input) const;

  /// Turns the output tensor of that picture's request into boxes, and completes its record. Its started and ended
  /// are the pattern's to fill in.
  JobRecord finish(PictureInFlight picture, const ov::Tensor& output) const;

  /// A handle of the compiled model, to make requests of.
  ov::CompiledModel model() const { return detector_->compiled_model(); }
  /// Which output finish() wants.
  std::size_t output_index() const noexcept { return detector_->spec().output_index; }

 private:
  const Detector* detector_;
  std::span<const Image> pictures_;
};

}  // namespace millrace::tuning
