#pragma once

#include <cstddef>
#include <span>

#include "millrace/models/detector.hpp"
#include "millrace/queue/result.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "openvino/runtime/tensor.hpp"
#include "tuning/job_record.hpp"

namespace millrace::tuning {

/// One picture from its letterbox to its boxes.
struct PictureInFlight {
  JobRecord record;
  Letterbox fit;
};

/// What every pattern does before and after inference: letterbox, boxes, NMS, on pictures held in memory.
/// Thread-compatible; cheap to copy.
class DetectionWork {
 public:
  /// Both must outlive the work; at least one picture.
  DetectionWork(const Detector& detector, std::span<const Image> pictures)
      : detector_(&detector), pictures_(pictures) {}

  /// Letterboxes picture number `index` (wrapping round after the last) into a request's input tensor.
  PictureInFlight begin(std::size_t index, const ov::Tensor& input) const;

  /// Turns the outputs of that picture's request, or of its job, into boxes, and completes its record. The pattern itself
  /// sets `started` and `ended`.
  JobRecord finish(PictureInFlight picture, ov::InferRequest request) const;
  JobRecord finish(PictureInFlight picture, const Result& result) const;

  /// A handle of the compiled model, to make requests from.
  ov::CompiledModel model() const { return detector_->compiled_model(); }

 private:
  const Detector* detector_;
  std::span<const Image> pictures_;
};

}  // namespace millrace::tuning
