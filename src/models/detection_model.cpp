#include "models/detection_model.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "models/background.hpp"
#include "models/built_in_steps.hpp"
#include "models/choose_classes.hpp"
#include "models/input_type.hpp"
#include "models/labels.hpp"
#include "models/model_file.hpp"
#include "models/model_metadata.hpp"
#include "models/model_traits.hpp"
#include "models/number_list.hpp"
#include "models/raw_heads.hpp"
#include "models/score_refusal.hpp"

namespace millrace::models {
namespace {

constexpr float kDropsNothing = 1;  // no two boxes overlap by more

void require_fraction(std::string_view name, const std::optional<float>& value) {
  if (!value || (*value >= 0 && *value <= 1)) return;
  throw Error(ErrorCode::kInvalidArgument, fmt::format("{} is {}; 0 to 1 was wanted", name, *value));
}

void check_options(const DetectorOptions& options) {
  require_fraction("the confidence threshold", options.confidence);
  require_fraction("the IoU threshold", options.iou);
  if (options.max_detections == std::size_t{0}) {
    throw Error(ErrorCode::kInvalidArgument, "the number of detections to keep is 0; at least 1 was wanted");
  }
}

// Exporters call finding boxes "detect"; other tasks may have outputs of the same shape.
void check_task(const std::optional<std::string>& task, const std::string& model) {
  if (!task || *task == "detect") return;
  throw Error(ErrorCode::kModel,
              fmt::format("model {} cannot be used for detection: its metadata says task '{}', and only 'detect' is "
                          "supported; --family overrules this",
                          model, *task));
}

// Boxes are in pixels of the size that a graph resizes to. At that size, it has nothing to resize.
void check_resizing(const BuiltInSteps& built_in, const ModelSpec& spec) {
  const Size input = spec.input_size.value;
  if (!built_in.resized_to || *built_in.resized_to == input) return;
  const Size inside = *built_in.resized_to;
  const bool is_open = spec.inputs.front().shape.find('?') != std::string::npos;
  const std::string instead = is_open ? fmt::format("give --imgsz {},{}, or ", inside.height, inside.width) : "";
  throw Error(
      ErrorCode::kModel,
      fmt::format("model {} cannot be used for detection: its graph resizes pictures of {} to {} itself; {}export it "
                  "again for that size",
                  spec.path, to_string(input), to_string(inside), instead));
}

// The user's value, else the model's, else the family's.
Sourced<float> choose_threshold(const std::optional<float>& wanted, const std::optional<std::string>& text,
                                const char* key, const char* option, Sourced<float> family_value,
                                const std::string& model) {
  if (wanted) return {*wanted, "given"};
  if (!text) return family_value;
  const std::string origin = std::string("rt_info/model_info/") + key;
  const std::vector<float> numbers = parse_numbers(*text);
  if (numbers.size() == 1 && numbers[0] >= 0 && numbers[0] <= 1) return {numbers[0], origin};
  throw Error(ErrorCode::kModel,
              fmt::format("model {}: {} is '{}'; a number from 0 to 1 was wanted: give another with {}", model, origin,
                          *text, option));
}

std::optional<std::size_t> count_of(const std::vector<FoundLabels>& found) {
  const auto readable = std::ranges::find_if(found, [](const FoundLabels& labels) { return labels.labels.ok(); });
  return readable == found.end() ? std::nullopt : std::optional(readable->labels.names.size());
}

// Why a model may not have the classes that its family reads out of its output; empty if nothing speaks against it.
std::string doubt_of(const Recognition& found, bool was_asked) {
  if (const auto task = other_task_of(*found.family, found.match.class_count.value_or(0)))
    return fmt::format("it looks like {}, and then it cannot be read", *task);
  if (!found.others.empty()) return fmt::format("it fits --family {} as well", fmt::join(found.others, " and "));
  return was_asked ? fmt::format("it may not be of the family {} that --family says", found.family->name) : "";
}

// The stride that an exporter names: 32 in most models.
std::optional<float> stride_of(const std::optional<std::string>& text) {
  const std::vector<float> numbers = parse_numbers(text.value_or(""));
  return numbers.empty() ? std::nullopt : std::optional(std::ranges::max(numbers));
}

// How pictures go in settles how boxes come out; the family only tells the two paddings apart.
UnpadRule unpad_rule(FitRule fit, const ModelFamily& family) {
  if (fit == FitRule::kStretch) return UnpadRule::kStretched;
  return family.unpad == UnpadRule::kStretched ? UnpadRule::kRounded : family.unpad;
}

// The last dimension but one counts the rows. One that is open may still have a limit.
std::optional<std::size_t> most_rows_of(const ov::Output<ov::Node>& output) {
  const ov::PartialShape& shape = output.get_partial_shape();
  const auto most = shape.rbegin()[1].get_max_length();
  return most >= 0 ? std::optional(static_cast<std::size_t>(most)) : std::nullopt;
}

std::vector<ModelPort> ports_of(const std::vector<ov::Output<ov::Node>>& outputs) {
  std::vector<ModelPort> ports;
  for (const auto& port : outputs) {
    ports.push_back({.name = port.get_names().empty() ? std::string() : port.get_any_name(),
                     .type = port.get_element_type().to_string(),
                     .shape = open_shape_text(port.get_partial_shape())});
  }
  return ports;
}

// All that it takes is known by now.
GraphChoice graph_of(ov::Core& core, const DetectionModel& model, const DetectorOptions& options) {
  if (!options.cut_graph) return {.reason = "asked for"};
  const CutCandidate candidate{.graph = model.graph,
                               .output = model.spec.output_index,
                               .input = model.spec.input_size.value,
                               .strides = model.spec.strides,
                               .class_count = model.spec.class_count,
                               .family = model.family};
  return choose_graph(core, candidate, records_of(options.compile));
}

void add_background(ModelSpec& spec, const Background& background) {
  const std::size_t named = spec.labels.value.size();
  spec.background = background.class_id;
  spec.labels.value = with_background(std::move(spec.labels.value), background);
  if (spec.labels.value.size() > named) spec.labels.origin += ", and a background";
}

}  // namespace

void read_detection_model(ov::Core& core, const std::filesystem::path& given, const DetectorOptions& options,
                          DetectionModel& model) {
  check_options(options);
  const std::filesystem::path path = model_file_of(given);
  ModelSpec& spec = model.spec;
  model.graph = read_model(core, path);
  spec.path = path.string();
  spec.inputs = ports_of(model.graph->inputs());
  spec.outputs = ports_of(model.graph->outputs());
  ModelMetadata metadata = read_metadata(*model.graph, path);
  if (options.family.empty()) check_task(metadata.task, spec.path);
  Sourced<PictureAxes> axes = picture_axes_of(*model.graph, spec.path);
  model.axes = axes.value;
  spec.layout = {model.axes.layout(), std::move(axes.origin)};
  const std::optional<float> stride = stride_of(metadata.stride);
  spec.input_size = fix_input_size(*model.graph, model.axes, options.input_size, stride, metadata.imgsz, spec.path);

  const BuiltInSteps built_in = built_in_steps_of(*model.graph, static_cast<std::size_t>(model.axes.channels));
  check_resizing(built_in, spec);
  model.graph = with_decoded_heads(model.graph, spec.input_size.value, options.family, spec.path);
  auto labels = find_labels({.file = options.labels,
                             .sidecars = metadata.sidecar_names,
                             .model_info = metadata.model_info,
                             .names = metadata.names});
  const ModelTraits traits = traits_of(*model.graph, spec.input_size.value, count_of(labels), stride);
  Recognition found = recognise(traits, options.family, spec.path);
  const std::string doubt = doubt_of(found, !options.family.empty());
  const ModelFamily& family = *found.family;
  model.family = &family;
  model.other_families = std::move(found.others);
  model.output_shape = traits.outputs[found.match.output_index];
  if (family.chooses_boxes) model.most_boxes = most_rows_of(model.graph->output(found.match.output_index));
  spec.family = {std::string(family.name), (options.family.empty() ? "" : "asked for; ") + found.match.reason};
  spec.output_index = found.match.output_index;
  spec.strides = std::move(found.match.strides);
  spec.class_count = found.match.class_count.value_or(0);

  const std::string by_family = "family " + spec.family.value;
  if (family.is_fit_fixed) metadata.preprocessing.resize_type.reset();
  spec.preprocessing =
      choose_preprocessing(metadata.preprocessing, built_in, family.fit, family.pixels, spec.family.value, spec.path);
  spec.input_type = options.input_type ? Sourced<PixelType>{*options.input_type, "given"}
                                       : choose_input_type(core, built_in, options.compile);
  model.unpad = unpad_rule(spec.preprocessing.fit.value, family);
  spec.confidence = choose_threshold(options.confidence, metadata.confidence_threshold, "confidence_threshold",
                                     "--conf", {family.confidence, by_family}, spec.path);
  spec.iou = family.chooses_boxes ? Sourced<float>{kDropsNothing, "the model chose its boxes itself"}
                                  : choose_threshold(options.iou, metadata.iou_threshold, "iou_threshold", "--iou",
                                                     {family.nms.iou, by_family}, spec.path);
  spec.max_detections = {options.max_detections.value_or(family.nms.max_detections),
                         options.max_detections ? "given" : by_family};
  spec.labels = choose_labels(std::move(labels), found.match.class_count, spec.path, doubt);
  if (family.has_background) add_background(spec, background_of(*model.graph));
  spec.class_count = spec.labels.value.size();
  spec.classes = choose_classes(options.classes, options.class_names, spec.labels.value, spec.path);
  GraphChoice graph = graph_of(core, model, options);
  model.cut = std::move(graph.cut);
  spec.graph = {model.cut ? GraphForm::kCut : GraphForm::kUncut, std::move(graph.reason)};
}

DetectionModel read_detection_model(ov::Core& core, const std::filesystem::path& path, const DetectorOptions& options) {
  DetectionModel model;
  read_detection_model(core, path, options, model);
  return model;
}

}  // namespace millrace::models
