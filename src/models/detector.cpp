#include "millrace/models/detector.hpp"

#include <algorithm>
#include <utility>

#include "millrace/base/error.hpp"
#include "millrace/models/labels.hpp"
#include "millrace/models/model_file.hpp"
#include "millrace/models/registry.hpp"
#include "millrace/queue/compile_model.hpp"
#include "millrace/queue/device_properties.hpp"
#include "models/input_graph.hpp"
#include "models/model_metadata.hpp"

namespace millrace {
namespace {

void require_fraction(std::string_view name, const std::optional<float>& value) {
  if (!value || (*value >= 0 && *value <= 1)) return;
  throw Error(ErrorCode::kInvalidArgument, std::string(name) + " is " + std::to_string(*value) + "; 0 to 1 was wanted");
}

void check_options(const DetectorOptions& options) {
  require_fraction("the confidence threshold", options.confidence);
  require_fraction("the IoU threshold", options.iou);
  if (options.max_detections == std::size_t{0}) {
    throw Error(ErrorCode::kInvalidArgument, "the number of detections to keep is 0; at least 1 was wanted");
  }
}

void check_classes(const std::vector<int>& classes, std::size_t class_count, const std::string& model) {
  for (const int id : classes) {
    if (id >= 0 && static_cast<std::size_t>(id) < class_count) continue;
    throw Error(ErrorCode::kInvalidArgument, "class " + std::to_string(id) + " was asked for, but " + model +
                                                 " has classes 0 to " + std::to_string(class_count - 1));
  }
}

NmsOptions nms_options(const ModelFamily& family, const DetectorOptions& options) {
  NmsOptions nms = family.nms;
  nms.iou = options.iou.value_or(nms.iou);
  nms.max_detections = options.max_detections.value_or(nms.max_detections);
  return nms;
}

MutableImageView pixels_of(const ov::Tensor& input, Size size) {
  const ov::Shape wanted{1, static_cast<std::size_t>(size.height), static_cast<std::size_t>(size.width), 3};
  if (input.get_element_type() != ov::element::u8 || input.get_shape() != wanted) {
    throw Error(ErrorCode::kInvalidInput,
                "the input tensor is " + input.get_element_type().to_string() + " " + shape_text(input.get_shape()) +
                    "; u8 " + shape_text(wanted) +
                    " was wanted: take it from a request of this detector's compiled_model()");
  }
  ov::Tensor memory = input;
  return {memory.data<std::uint8_t>(), size.width, size.height, size.width * std::ptrdiff_t{3}};
}

}  // namespace

struct Detector::State {
  ModelSpec spec;
  const ModelFamily* family = nullptr;
  OutputShape output_shape;
  DecodeOptions decode;
  NmsOptions nms;
  ov::CompiledModel compiled;
  ov::InferRequest request;  // detect()'s own, made at its first call
};

Detector::Detector(ov::Core& core, const std::filesystem::path& model, DetectorOptions options)
    : state_(std::make_unique<State>()) {
  check_options(options);
  ModelSpec& spec = state_->spec;
  spec.path = model.string();
  const std::shared_ptr<ov::Model> graph = read_model(core, model);
  const ModelMetadata metadata = read_metadata(*graph);
  spec.exported_shape = check_picture_input(*graph, spec.path);
  spec.input_size = fix_input_size(*graph, options.input_size, metadata.imgsz, spec.path);

  const std::vector<OutputShape> outputs = output_shapes(*graph, spec.path);
  Recognition found = recognise(outputs, spec.input_size.value, options.family, spec.path);
  spec.family = {std::string(found.family->name), std::move(found.match.reason)};
  spec.output_index = found.match.output_index;
  spec.class_count = found.match.class_count;
  spec.strides = std::move(found.match.strides);
  spec.labels = choose_labels({.file = options.labels, .model_info = metadata.model_info, .names = metadata.names},
                              spec.class_count, spec.path);
  check_classes(options.classes, spec.class_count, spec.path);

  state_->family = found.family;
  state_->output_shape = outputs[spec.output_index];
  state_->nms = nms_options(*found.family, options);
  state_->decode = {.confidence = options.confidence.value_or(found.family->confidence),
                    .classes = std::move(options.classes)};
  state_->compiled = compile_model(core, with_pixel_input(graph), options.compile);
}

Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

std::vector<Detection> Detector::detect(ImageView picture) {
  if (!state_->request) state_->request = state_->compiled.create_infer_request();
  const Letterbox fit = prepare(picture, state_->request.get_input_tensor());
  state_->request.infer();
  return decode(state_->request.get_output_tensor(state_->spec.output_index), fit);
}

Letterbox Detector::prepare(ImageView picture, const ov::Tensor& input) const {
  const Size size = state_->spec.input_size.value;
  const Letterbox fit = fit_letterbox(picture.size(), size);
  apply_letterbox(picture, fit, pixels_of(input, size));
  return fit;
}

std::vector<Detection> Detector::decode(const ov::Tensor& output, const Letterbox& fit) const {
  const OutputShape& wanted = state_->output_shape;
  if (output.get_element_type() != ov::element::f32 || output.get_shape() != wanted) {
    throw Error(ErrorCode::kInvalidInput, "the output tensor is " + output.get_element_type().to_string() + " " +
                                              shape_text(output.get_shape()) + "; f32 " + shape_text(wanted) +
                                              " was wanted: output " + std::to_string(state_->spec.output_index));
  }
  const TensorView one_picture{output.data<const float>(), std::span(wanted).subspan(1)};
  std::vector<Detection> detections = nms(state_->family->decode(one_picture, state_->decode), state_->nms);
  for (Detection& detection : detections) {
    detection.box = undo_letterbox(detection.box, fit, state_->family->unpad);
  }
  return detections;
}

const ov::CompiledModel& Detector::compiled_model() const noexcept {
  return state_->compiled;
}
const ModelSpec& Detector::spec() const noexcept {
  return state_->spec;
}
const std::vector<std::string>& Detector::labels() const noexcept {
  return state_->spec.labels.value;
}
float Detector::confidence() const noexcept {
  return state_->decode.confidence;
}
float Detector::iou() const noexcept {
  return state_->nms.iou;
}
std::size_t Detector::max_detections() const noexcept {
  return state_->nms.max_detections;
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

}  // namespace millrace
