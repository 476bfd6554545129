#include "cli/inspect/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_text.hpp"

namespace millrace::cli {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const ModelPort& port) {
  return {{"name", port.name.empty() ? ordered_json() : ordered_json(port.name)},
          {"type", port.type},
          {"shape", port.shape}};
}

ordered_json json_of(const std::vector<ModelPort>& ports) {
  ordered_json list = ordered_json::array();
  for (const ModelPort& port : ports) list.push_back(json_of(port));
  return list;
}

/// null for a value that is not known.
template <class T>
ordered_json with_origin(T value, const std::string& origin) {
  return origin.empty() ? ordered_json() : ordered_json{{"value", std::move(value)}, {"from", origin}};
}

template <class T>
ordered_json json_of(const Sourced<T>& value) {
  return with_origin(ordered_json(value.value), value.origin);
}

// As people write it: 0.7, not 0.699999988079071.
ordered_json json_of(const Sourced<float>& value) {
  return with_origin(ordered_json::parse(fmt::format("{}", value.value)), value.origin);
}

ordered_json json_of(const Preprocessing& steps) {
  return {{"resize", with_origin(to_string(steps.fit.value), steps.fit.origin)},
          {"padding", with_origin(int{steps.pad_value.value}, steps.pad_value.origin)},
          {"colours", with_origin(to_string(steps.channels.value), steps.channels.origin)},
          {"mean", json_of(steps.mean)},
          {"scale", json_of(steps.scale)}};
}

ordered_json json_of(const ModelSize& size) {
  ordered_json operations = ordered_json::object();
  for (const OperationCount& each : size.operations) operations[each.type] = each.count;
  return {{"parameters", size.parameters},
          {"weight_bytes", size.weight_bytes},
          {"operations", operations},
          {"gflop", size.gflop > 0 ? ordered_json(size.gflop) : ordered_json()}};
}

}  // namespace

std::string inspect_json(const ModelSpec& spec) {
  const Size size = spec.input_size.value;
  const bool is_known = !spec.family.origin.empty();
  const ordered_json object = {
      {"schema", 1},
      {"model", spec.path},
      {"problem", spec.problem.empty() ? ordered_json() : ordered_json(spec.problem)},
      {"inputs", json_of(spec.inputs)},
      {"outputs", json_of(spec.outputs)},
      {"output_index", is_known ? ordered_json(spec.output_index) : ordered_json()},
      {"size", json_of(spec.size)},
      {"family", json_of(spec.family)},
      {"graph", with_origin(to_string(spec.graph.value), spec.graph.origin)},
      {"strides", spec.strides},
      {"layout", json_of(spec.layout)},
      {"input_size", with_origin(ordered_json{{"width", size.width}, {"height", size.height}}, spec.input_size.origin)},
      {"input_type", with_origin(to_string(spec.input_type.value), spec.input_type.origin)},
      {"class_count", spec.class_count > 0 ? ordered_json(spec.class_count) : ordered_json()},
      {"labels", json_of(spec.labels)},
      {"background", spec.background ? json_of(*spec.background) : ordered_json()},
      {"only_classes", spec.classes},
      {"preprocessing", json_of(spec.preprocessing)},
      {"confidence", json_of(spec.confidence)},
      {"iou", json_of(spec.iou)},
      {"max_detections", json_of(spec.max_detections)}};
  return base::json_text(object, 2) + "\n";
}

}  // namespace millrace::cli
