#include "millrace/models/detector.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/compile_model.hpp"
#include "millrace/queue/device_properties.hpp"
#include "models/cut_record.hpp"
#include "models/cut_trial.hpp"
#include "models/detection_model.hpp"
#include "models/model_size.hpp"
#include "models/output_reader.hpp"
#include "models/picture_input.hpp"
#include "queue/device_call.hpp"
#include "queue/device_names.hpp"

namespace millrace {
namespace {

/// "f32 [1,3,2]", or that there is nothing.
std::string tensor_text(const ov::Tensor& tensor) {
  return tensor ? fmt::format("{} {}", tensor.get_element_type().to_string(), vision::shape_text(tensor.get_shape()))
                : "empty";
}

/// `wanted` may have open dimensions.
bool is_of(const ov::Tensor& tensor, ov::element::Type type, const models::OutputShape& wanted) {
  return tensor && tensor.get_element_type() == type &&
         std::ranges::equal(tensor.get_shape(), wanted,
                            [](std::size_t given, std::size_t open) { return open == models::kOpen || given == open; });
}

/// Throws Error kInvalidInput unless these are the outputs of the compiled model, as far as they are read.
void require_outputs(std::span<const ov::Tensor> outputs, const ov::CompiledModel& compiled,
                     const models::DetectionModel& model) {
  const auto& wanted = compiled.outputs();
  if (outputs.size() != wanted.size()) {
    throw Error(ErrorCode::kInvalidInput, fmt::format("{} were given; {} were wanted: all outputs of one request",
                                                      base::counted(outputs.size(), "output tensor"), wanted.size()));
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (!model.cut && i != model.spec.output_index) continue;
    const models::OutputShape& shape = model.cut ? wanted[i].get_shape() : model.output_shape;
    if (is_of(outputs[i], ov::element::f32, shape)) continue;
    throw Error(ErrorCode::kInvalidInput, fmt::format("the output tensor is {}; f32 {} was wanted: output {}",
                                                      tensor_text(outputs[i]), models::shape_text(shape), i));
  }
}

/// Throws Error kInvalidInput unless this is an input of the compiled model.
void require_input(const ov::Tensor& input, const ModelSpec& model) {
  const Size size = model.input_size.value;
  const ov::Shape wanted{1, static_cast<std::size_t>(size.height), static_cast<std::size_t>(size.width), 3};
  if (is_of(input, models::element_type_of(model.input_type.value), wanted)) return;
  throw Error(
      ErrorCode::kInvalidInput,
      fmt::format(
          "the input tensor is {}; {} {} was wanted: take it from a request of this detector's compiled_model()",
          tensor_text(input), to_string(model.input_type.value), vision::shape_text(wanted)));
}

}  // namespace

struct Detector::State {
  models::DetectionModel model;
  models::CutRecords records;
  models::OutputReader reader;
  ov::CompiledModel compiled;
  ov::InferRequest request;                          // detect()'s own, made at its first call
  std::unique_ptr<models::CutTrial> trial;           // of a cut graph that was not yet compared on a picture
  std::function<ov::CompiledModel()> compile_uncut;  // during the trial

  State(models::DetectionModel read, models::CutRecords kept)
      : model(std::move(read)), records(std::move(kept)), reader(model) {}

  void compile(ov::Core& core, const CompileOptions& options);
  std::unique_ptr<models::CutTrial> make_trial(ov::Core& core, const CompileOptions& options,
                                               const std::shared_ptr<ov::Model>& cut,
                                               const std::shared_ptr<ov::Model>& uncut);
  void end_trial(const std::string& difference, const std::string& where);
  std::vector<ov::Tensor> infer();
  void look_at_the_only_class();
};

// Both are compared in f32, in which they compute the same numbers, if the device can.
std::unique_ptr<models::CutTrial> Detector::State::make_trial(ov::Core& core, const CompileOptions& options,
                                                              const std::shared_ptr<ov::Model>& cut,
                                                              const std::shared_ptr<ov::Model>& uncut) {
  CompileOptions exact = options;
  exact.precision = Precision::kF32;
  exact.cache_dir.clear();
  try {
    const ov::CompiledModel of_cut = models::is_exact(compiled) ? compiled : compile_model(core, cut, exact);
    return std::make_unique<models::CutTrial>(model, of_cut, compile_model(core, uncut, exact));
  } catch (const Error&) {
    return std::make_unique<models::CutTrial>(model, compiled, compile_uncut());
  }
}

void Detector::State::compile(ov::Core& core, const CompileOptions& options) {
  const auto with_input = [&](std::shared_ptr<ov::Model>& graph) {
    return models::with_picture_input(std::exchange(graph, nullptr), model.axes, model.spec.preprocessing,
                                      model.spec.input_type.value);
  };
  const std::shared_ptr<ov::Model> uncut = with_input(model.graph);
  if (!model.cut) {
    compiled = compile_model(core, uncut, options);
    return;
  }
  const std::shared_ptr<ov::Model> cut = with_input(model.cut->heads.graph);
  compiled = compile_model(core, cut, options);
  if (model.cut->is_known) return;
  compile_uncut = [core, uncut, options]() mutable { return compile_model(core, uncut, options); };
  trial = make_trial(core, options, cut, uncut);
  if (const std::string difference = trial->difference_on_noise(); !difference.empty()) {
    end_trial(difference, "noise");
    return;
  }
  model.spec.graph.origin += "; agrees with the uncut graph on noise";
  if (!records.are_kept()) model.spec.graph.origin += ", compared in each run without a writable model cache";
}

/// Takes the uncut graph if there is a difference, and remembers what was found.
void Detector::State::end_trial(const std::string& difference, const std::string& where) {
  const std::string key = model.cut->key;
  models::CutRecord record{.plan = model.cut->plan};
  if (!difference.empty()) {
    record.reason = fmt::format("cut at its heads, it finds something else in {}: {}", where, difference);
    model.spec.graph = {GraphForm::kUncut, record.reason};
    compiled = compile_uncut();
    request = {};
    model.cut.reset();
  }
  trial.reset();
  compile_uncut = nullptr;
  if (!key.empty()) records.keep(key, record);
}

/// Runs what is in the input of detect()'s own request. The results belong to that request.
std::vector<ov::Tensor> Detector::State::infer() {
  queue::device_call("a result", "try another device", [&] { request.infer(); });
  return models::outputs_of(request);
}

/// A grey picture shows whether the only class was trained. Models with several classes need not take the time.
void Detector::State::look_at_the_only_class() {
  if (!model.family->has_objectness || model.spec.class_count != 1) return;
  request = queue::make_request(compiled);
  Image grey(model.spec.input_size.value);
  std::fill_n(grey.view().data, grey.view().stride * grey.size().height, kLetterboxGrey);
  models::write_picture(grey.view(), model.spec.preprocessing, request.get_input_tensor());
  if (!reader.is_class_untrained(infer())) return;
  reader.score_by_objectness();
  model.spec.family.origin +=
      "; its only class scores 0.5 everywhere, as if never trained, so the objectness is the score";
}

Detector::Detector(ov::Core& core, const std::filesystem::path& model, const DetectorOptions& options) {
  queue::require_device(options.compile.device, core.get_available_devices());  // reading a large model takes a while
  state_ =
      std::make_unique<State>(models::read_detection_model(core, model, options), models::records_of(options.compile));
  state_->compile(core, options.compile);
  state_->look_at_the_only_class();
}

Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

std::vector<Detection> Detector::detect(ImageView picture) {
  check_cut(picture);
  if (!state_->request) state_->request = queue::make_request(state_->compiled);
  const Letterbox fit = prepare(picture, state_->request.get_input_tensor());
  return decode(state_->infer(), fit);
}

std::string Detector::check_cut(ImageView picture) {
  if (!state_->trial) return {};
  state_->end_trial(state_->trial->difference_on(picture), "the first picture");
  const Sourced<GraphForm>& graph = state_->model.spec.graph;
  return graph.value == GraphForm::kCut ? "" : graph.origin;
}

Letterbox Detector::prepare(ImageView picture, const ov::Tensor& input, Size full_size) const {
  require_input(input, state_->model.spec);
  return models::write_picture(picture, state_->model.spec.preprocessing, input, full_size);
}

std::vector<Detection> Detector::decode(ov::InferRequest request, const Letterbox& fit) const {
  return decode(models::outputs_of(std::move(request)), fit);
}

std::vector<Detection> Detector::decode(const Result& result, const Letterbox& fit) const {
  return decode(result.outputs(), fit);
}

std::vector<Detection> Detector::decode(std::span<const ov::Tensor> outputs, const Letterbox& fit) const {
  require_outputs(outputs, state_->compiled, state_->model);
  const Size size = state_->model.spec.input_size.value;
  if (fit.output() != size || fit.source.width < 1 || fit.source.height < 1) {
    throw Error(
        ErrorCode::kInvalidArgument,
        fmt::format("the fit is of a picture of {} in an input of {}, and the model's input is {}; give the one that "
                    "prepare() returned",
                    to_string(fit.source), to_string(fit.output()), to_string(size)));
  }
  std::vector<Detection> detections = state_->reader.read(outputs);
  for (Detection& detection : detections) detection.box = undo_letterbox(detection.box, fit, state_->model.unpad);
  return detections;
}

const ov::CompiledModel& Detector::compiled_model() const noexcept {
  return state_->compiled;
}
const ModelSpec& Detector::spec() const noexcept {
  return state_->model.spec;
}
const std::vector<std::string>& Detector::labels() const noexcept {
  return state_->model.spec.labels.value;
}
float Detector::confidence() const noexcept {
  return state_->model.spec.confidence.value;
}
float Detector::iou() const noexcept {
  return state_->model.spec.iou.value;
}
std::size_t Detector::max_detections() const noexcept {
  return state_->model.spec.max_detections.value;
}

std::string Detector::remark_on_limit(std::size_t found) const {
  const std::optional<std::size_t>& most = state_->model.most_boxes;
  const bool all_kept = found >= max_detections();
  const bool all_given = most && found >= *most;
  if (!all_kept && !all_given) return {};
  std::string text = base::counted(found, "box", "boxes");
  if (all_kept) text += ", the limit (--max-det)";
  if (all_given) text += std::string(all_kept ? " and" : ",") + " as many as this model can give";
  return text + "; there may be more";
}

std::vector<std::string> Detector::execution_devices() const {
  return millrace::execution_devices(state_->compiled);
}

std::string Detector::precision() const {
  return resolved_property(state_->compiled, "INFERENCE_PRECISION_HINT").value_or("unknown");
}

bool Detector::loaded_from_cache() const {
  return state_->compiled.get_property(ov::loaded_from_cache);
}

ModelSpec describe_model(ov::Core& core, const std::filesystem::path& model, const DetectorOptions& options) {
  models::DetectionModel described;
  try {
    models::read_detection_model(core, model, options, described);
  } catch (const Error& error) {
    const bool was_read = !described.spec.path.empty();
    if (error.code() != ErrorCode::kModel || !was_read || !options.family.empty()) throw;
    described.spec.problem = error.what();
  }
  described.spec.size = models::model_size_of(*described.graph);
  return std::move(described.spec);
}

}  // namespace millrace
