#include "cli/inspect/text.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/number_text.hpp"
#include "cli/text/text_layout.hpp"

namespace millrace::cli {
namespace {

constexpr std::size_t kMostLabels = 100;

template <class T, class Show>
std::string line(const char* label, const Sourced<T>& value, Show show) {
  return paragraph(label, show(value.value) + " (" + value.origin + ")");
}

std::string port(const std::string& label, const ModelPort& port, const char* what) {
  return paragraph(label,
                   port.type + " " + port.shape + (port.name.empty() ? ", no name" : ", \"" + port.name + "\"") + what);
}

std::string numbers(const std::vector<float>& values, float otherwise) {
  if (values.empty()) return base::exact_text(otherwise);
  std::string text;
  for (const float value : values) text += (text.empty() ? "" : " ") + base::exact_text(value);
  return text;
}

std::string names(const std::vector<std::string>& labels) {
  std::string text;
  for (std::size_t i = 0; i < std::min(labels.size(), kMostLabels); ++i) text += (i == 0 ? "" : ", ") + labels[i];
  if (labels.size() > kMostLabels) text += ", and " + std::to_string(labels.size() - kMostLabels) + " more";
  return text;
}

std::string preprocessing_text(const Preprocessing& steps) {
  return line("resize", steps.fit, [](FitRule rule) { return to_string(rule); }) +
         line("padding", steps.pad_value, [](int value) { return std::to_string(value); }) +
         line("colours", steps.channels, [](ChannelOrder order) { return to_string(order); }) +
         line("mean", steps.mean, [](const auto& values) { return numbers(values, 0); }) +
         line("scale", steps.scale, [](const auto& values) { return numbers(values, 1); });
}

}  // namespace

std::string inspect_text(const ModelSpec& spec) {
  std::string text = paragraph("model", spec.path);
  for (const ModelPort& input : spec.inputs) text += port("input", input, "");
  for (std::size_t i = 0; i < spec.outputs.size(); ++i) {
    text += port("output " + std::to_string(i), spec.outputs[i], i == spec.output_index ? ": the detections" : "");
  }
  text += line("family", spec.family, [](const std::string& name) { return name; });
  text += line("input size", spec.input_size, [](Size size) { return to_string(size); });
  text += line("classes", spec.labels, [](const auto& labels) { return std::to_string(labels.size()); });
  text += paragraph("", names(spec.labels.value));
  text += preprocessing_text(spec.preprocessing);
  text += line("score above", spec.confidence, base::exact_text);
  text += line("IoU up to", spec.iou,
               [](float value) { return base::exact_text(value) + (value < 1 ? "" : ": none is dropped"); });
  return text +
         line("boxes", spec.max_detections, [](std::size_t count) { return "at most " + std::to_string(count); });
}

}  // namespace millrace::cli
