#include "models/output_reader.hpp"

#include <limits>
#include <utility>

#include "models/score_refusal.hpp"
#include "vision/yolov5.hpp"

namespace millrace::models {

OutputReader::OutputReader(const DetectionModel& model)
    : model_(model),
      options_({.confidence = model.spec.confidence.value, .classes = model.spec.classes}),
      nms_(model.family->nms) {
  if (model.spec.background) options_.background = model.spec.background->value;
  careful_options_ = options_;
  careful_options_.check_all = true;
  nms_.iou = model.family->chooses_boxes ? std::numeric_limits<float>::infinity() : model.spec.iou.value;
  nms_.max_detections = model.spec.max_detections.value;
}

bool OutputReader::is_class_untrained(vision::TensorView output) const {
  return model_.family->has_objectness && vision::is_class_untrained(output);
}

void OutputReader::score_by_objectness() {
  options_.objectness_only = true;
  careful_options_.objectness_only = true;
}

std::vector<Detection> OutputReader::decode(vision::TensorView output, const vision::DecodeOptions& options) const {
  return model_.family->decode(output, {.size = model_.spec.input_size.value, .strides = model_.spec.strides}, options);
}

std::vector<Detection> OutputReader::read(vision::TensorView output) const {
  if (is_trusted_) return vision::nms(decode(output, options_), nms_);
  try {
    std::vector<Detection> candidates = decode(output, careful_options_);
    is_trusted_ = true;
    return vision::nms(std::move(candidates), nms_);
  } catch (const vision::ImpossibleScore& error) {
    refuse_scores(model_, output, error);
  }
}

}  // namespace millrace::models
