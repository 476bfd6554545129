#include "millrace/models/detector.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/compile_model.hpp"
#include "millrace/queue/device_properties.hpp"
#include "models/detection_model.hpp"
#include "models/input_graph.hpp"
#include "models/model_size.hpp"
#include "models/output_reader.hpp"
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

/// A view of one picture's output, without its batch. A table of boxes, of rank 2, has none. `output` must outlive it.
vision::TensorView one_picture_of(const ov::Tensor& output) {
  constexpr std::size_t kTable = 2;
  const std::span<const std::size_t> shape = output.get_shape();
  return {output.data<const float>(), shape.size() > kTable ? shape.subspan(1) : shape};
}

MutableImageView pixels_of(const ov::Tensor& input, Size size) {
  const ov::Shape wanted{1, static_cast<std::size_t>(size.height), static_cast<std::size_t>(size.width), 3};
  if (!is_of(input, ov::element::u8, wanted)) {
    throw Error(
        ErrorCode::kInvalidInput,
        fmt::format(
            "the input tensor is {}; u8 {} was wanted: take it from a request of this detector's compiled_model()",
            tensor_text(input), vision::shape_text(wanted)));
  }
  ov::Tensor memory = input;
  return {memory.data<std::uint8_t>(), size.width, size.height, size.width * std::ptrdiff_t{3}};
}

}  // namespace

struct Detector::State {
  models::DetectionModel model;
  models::OutputReader reader;
  ov::CompiledModel compiled;
  ov::InferRequest request;  // detect()'s own, made at its first call

  explicit State(models::DetectionModel read) : model(std::move(read)), reader(model) {}

  ov::Tensor infer();
  void look_at_the_only_class();
};

/// Runs what is in the input of detect()'s own request. The result belongs to that request.
ov::Tensor Detector::State::infer() {
  queue::device_call("a result", "try another device", [&] { request.infer(); });
  return request.get_output_tensor(model.spec.output_index);
}

/// A grey picture shows whether the only class was trained. Models with several classes need not take the time.
void Detector::State::look_at_the_only_class() {
  if (!model.family->has_objectness || model.spec.class_count != 1) return;
  request = queue::make_request(compiled);
  ov::Tensor input = request.get_input_tensor();
  std::fill_n(input.data<std::uint8_t>(), input.get_size(), kLetterboxGrey);
  const ov::Tensor output = infer();
  if (!reader.is_class_untrained(one_picture_of(output))) return;
  reader.score_by_objectness();
  model.spec.family.origin +=
      "; its only class scores 0.5 everywhere, as if never trained, so the objectness is the score";
}

Detector::Detector(ov::Core& core, const std::filesystem::path& model, const DetectorOptions& options) {
  queue::require_device(options.compile.device, core.get_available_devices());  // reading a large model takes a while
  state_ = std::make_unique<State>(models::read_detection_model(core, model, options));
  const auto graph = models::with_pixel_input(std::exchange(state_->model.graph, nullptr), state_->model.axes,
                                              state_->model.spec.preprocessing);
  state_->compiled = compile_model(core, graph, options.compile);
  state_->look_at_the_only_class();
}

Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

std::vector<Detection> Detector::detect(ImageView picture) {
  if (!state_->request) state_->request = queue::make_request(state_->compiled);
  const Letterbox fit = prepare(picture, state_->request.get_input_tensor());
  return decode(state_->infer(), fit);
}

Letterbox Detector::prepare(ImageView picture, const ov::Tensor& input) const {
  const Size size = state_->model.spec.input_size.value;
  const Preprocessing& wanted = state_->model.spec.preprocessing;
  Letterbox fit = fit_picture(wanted.fit.value, picture.size(), size);
  fit.pad_value = wanted.pad_value.value;
  apply_letterbox(picture, fit, pixels_of(input, size));
  return fit;
}

std::vector<Detection> Detector::decode(const ov::Tensor& output, const Letterbox& fit) const {
  const models::OutputShape& wanted = state_->model.output_shape;
  if (!is_of(output, ov::element::f32, wanted)) {
    throw Error(ErrorCode::kInvalidInput,
                fmt::format("the output tensor is {}; f32 {} was wanted: output {}", tensor_text(output),
                            models::shape_text(wanted), state_->model.spec.output_index));
  }
  const Size size = state_->model.spec.input_size.value;
  if (fit.output() != size || fit.source.width < 1 || fit.source.height < 1) {
    throw Error(
        ErrorCode::kInvalidArgument,
        fmt::format("the fit is of a picture of {} in an input of {}, and the model's input is {}; give the one that "
                    "prepare() returned",
                    to_string(fit.source), to_string(fit.output()), to_string(size)));
  }
  std::vector<Detection> detections = state_->reader.read(one_picture_of(output));
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
