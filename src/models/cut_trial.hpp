#pragma once

#include <string>

#include "models/detection_model.hpp"
#include "models/output_reader.hpp"
#include "openvino/runtime/compiled_model.hpp"
#include "openvino/runtime/infer_request.hpp"

namespace millrace::models {

/// True if the device computes in f32, as far as it tells.
bool is_exact(const ov::CompiledModel& model);

/// Runs a cut graph and the uncut one side by side, and compares the candidates that they give. Thread-compatible.
class CutTrial {
 public:
  /// `model.cut` is set. `model` must outlive this.
  CutTrial(const DetectionModel& model, ov::CompiledModel cut, ov::CompiledModel uncut);

  /// Of a picture of noise, the same in each run. How the candidates differ; empty if they agree.
  std::string difference_on_noise();
  /// Of a picture. Throws Error kInvalidArgument for one without pixels.
  std::string difference_on(ImageView picture);

 private:
  const DetectionModel& model_;
  bool is_exact_;
  ov::InferRequest cut_;
  ov::InferRequest uncut_;
};

}  // namespace millrace::models
