#pragma once

#include <atomic>
#include <span>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "models/detection_model.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "openvino/runtime/tensor.hpp"
#include "vision/decode_options.hpp"
#include "vision/nms.hpp"

namespace millrace::models {

/// All outputs of a finished request, in the model's order.
std::vector<ov::Tensor> outputs_of(ov::InferRequest request);

/// One picture's candidates in all outputs of the uncut graph; and in those of the cut one, which `model.cut` tells of.
/// Throw as the family's decoders do.
std::vector<Detection> uncut_candidates(const DetectionModel& model, std::span<const ov::Tensor> outputs,
                                        const vision::DecodeOptions& options);
std::vector<Detection> cut_candidates(const DetectionModel& model, std::span<const ov::Tensor> outputs,
                                      const vision::DecodeOptions& options);

/// Reads the boxes out of a model's outputs, cut or uncut: decoding and suppression. read() may be called from any
/// thread.
class OutputReader {
 public:
  /// `model` must outlive this.
  explicit OutputReader(const DetectionModel& model);

  /// True for outputs that show that the model's only class was never trained; then call score_by_objectness().
  bool is_class_untrained(std::span<const ov::Tensor> outputs) const;
  /// From now on, the objectness is the score. Before the first read() only.
  void score_by_objectness();

  /// One picture's boxes in input pixels, best first. Numbers that cannot be scores throw Error kModel until outputs
  /// without any have shown that the model is what it is taken for, and Error kInvalidInput afterwards: then they speak
  /// against the picture. The outputs until then are looked through in whole, later ones as far as they are decoded.
  std::vector<Detection> read(std::span<const ov::Tensor> outputs) const;

 private:
  std::vector<Detection> decode(std::span<const ov::Tensor> outputs, const vision::DecodeOptions& options) const;

  const DetectionModel& model_;
  vision::DecodeOptions options_;
  vision::DecodeOptions careful_options_;  // check_all
  vision::NmsOptions nms_;
  mutable std::atomic<bool> is_trusted_{false};
};

}  // namespace millrace::models
