#pragma once

#include <atomic>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "models/detection_model.hpp"
#include "vision/decode_options.hpp"
#include "vision/nms.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::models {

/// Reads the boxes out of a model's outputs: decoding and suppression. read() may be called from any thread.
class OutputReader {
 public:
  /// `model` must outlive this.
  explicit OutputReader(const DetectionModel& model);

  /// True for an output that shows that the model's only class was never trained; then call score_by_objectness().
  bool is_class_untrained(vision::TensorView output) const;
  /// From now on, the objectness is the score. Before the first read() only.
  void score_by_objectness();

  /// One picture's boxes in input pixels, best first. Numbers that cannot be scores throw Error kModel until an output
  /// without any has shown that the model is what it is taken for, and Error kInvalidInput afterwards: then they speak
  /// against the picture. The outputs until then are looked through in whole, later ones as far as they are decoded.
  std::vector<Detection> read(vision::TensorView output) const;

 private:
  std::vector<Detection> decode(vision::TensorView output, const vision::DecodeOptions& options) const;

  const DetectionModel& model_;
  vision::DecodeOptions options_;
  vision::DecodeOptions careful_options_;  // check_all
  vision::NmsOptions nms_;
  mutable std::atomic<bool> is_trusted_{false};
};

}  // namespace millrace::models
