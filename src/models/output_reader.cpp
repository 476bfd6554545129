#include "models/output_reader.hpp"

#include <limits>
#include <utility>

#include "models/score_refusal.hpp"
#include "vision/tensor_view.hpp"
#include "vision/yolov5.hpp"

namespace millrace::models {
namespace {

/// A view of one picture's output, without its batch. A table of boxes, of rank 2, has none. `output` must outlive it.
vision::TensorView one_picture_of(const ov::Tensor& output) {
  constexpr std::size_t kTable = 2;
  const std::span<const std::size_t> shape = output.get_shape();
  return {output.data<const float>(), shape.size() > kTable ? shape.subspan(1) : shape};
}

/// The output of the uncut graph that holds the detections.
vision::TensorView detections_in(const DetectionModel& model, std::span<const ov::Tensor> outputs) {
  return one_picture_of(outputs[model.spec.output_index]);
}

}  // namespace

std::vector<ov::Tensor> outputs_of(ov::InferRequest request) {
  std::vector<ov::Tensor> outputs(request.get_compiled_model().outputs().size());
  for (std::size_t i = 0; i < outputs.size(); ++i) outputs[i] = request.get_output_tensor(i);
  return outputs;
}

std::vector<Detection> uncut_candidates(const DetectionModel& model, std::span<const ov::Tensor> outputs,
                                        const vision::DecodeOptions& options) {
  return model.family->decode(detections_in(model, outputs),
                              {.size = model.spec.input_size.value, .strides = model.spec.strides}, options);
}

std::vector<Detection> cut_candidates(const DetectionModel& model, std::span<const ov::Tensor> outputs,
                                      const vision::DecodeOptions& options) {
  const HeadCut& cut = model.cut->heads;
  return cut.family->decode(heads_in(outputs, cut), options);
}

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

bool OutputReader::is_class_untrained(std::span<const ov::Tensor> outputs) const {
  if (!model_.family->has_objectness) return false;
  if (!model_.cut) return vision::is_class_untrained(detections_in(model_, outputs));
  const HeadCut& cut = model_.cut->heads;
  return cut.family->is_class_untrained != nullptr && cut.family->is_class_untrained(heads_in(outputs, cut));
}

void OutputReader::score_by_objectness() {
  options_.objectness_only = true;
  careful_options_.objectness_only = true;
}

std::vector<Detection> OutputReader::decode(std::span<const ov::Tensor> outputs,
                                            const vision::DecodeOptions& options) const {
  return model_.cut ? cut_candidates(model_, outputs, options) : uncut_candidates(model_, outputs, options);
}

std::vector<Detection> OutputReader::read(std::span<const ov::Tensor> outputs) const {
  if (is_trusted_) return vision::nms(decode(outputs, options_), nms_);
  try {
    std::vector<Detection> candidates = decode(outputs, careful_options_);
    is_trusted_ = true;
    return vision::nms(std::move(candidates), nms_);
  } catch (const vision::ImpossibleScore& error) {
    // A sigmoid of a logit is a score, unless that is not a number: then nobody looks at the output.
    refuse_scores(model_, model_.cut ? vision::TensorView{} : detections_in(model_, outputs), error);
  }
}

}  // namespace millrace::models
