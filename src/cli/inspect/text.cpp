#include "cli/inspect/text.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "cli/text/text_layout.hpp"

namespace millrace::cli {
namespace {

constexpr std::size_t kMostLabels = 100;

constexpr auto kAsItIs = [](const auto& value) { return fmt::format("{}", value); };

template <class T, class Show>
std::string line(const char* label, const Sourced<T>& value, Show show) {
  return paragraph(label, fmt::format("{} ({})", show(value.value), value.origin));
}

std::string port(const std::string& label, const ModelPort& port, const char* what) {
  const std::string name = port.name.empty() ? "no name" : fmt::format("\"{}\"", port.name);
  return paragraph(label, fmt::format("{} {}, {}{}", port.type, port.shape, name, what));
}

std::string numbers(const std::vector<float>& values, float otherwise) {
  return values.empty() ? fmt::format("{}", otherwise) : fmt::format("{}", fmt::join(values, " "));
}

std::string names(const std::vector<std::string>& labels) {
  const std::span shown = std::span(labels).first(std::min(labels.size(), kMostLabels));
  const std::size_t more = labels.size() - shown.size();
  return fmt::format("{}{}", fmt::join(shown, ", "), more > 0 ? fmt::format(", and {} more", more) : "");
}

std::string preprocessing_text(const Preprocessing& steps) {
  return line("resize", steps.fit, [](FitRule rule) { return to_string(rule); }) +
         line("padding", steps.pad_value, kAsItIs) +
         line("colours", steps.channels, [](ChannelOrder order) { return to_string(order); }) +
         line("mean", steps.mean, [](const auto& values) { return numbers(values, 0); }) +
         line("scale", steps.scale, [](const auto& values) { return numbers(values, 1); });
}

}  // namespace

std::string inspect_text(const ModelSpec& spec) {
  std::string text = paragraph("model", spec.path);
  for (const ModelPort& input : spec.inputs) text += port("input", input, "");
  for (std::size_t i = 0; i < spec.outputs.size(); ++i) {
    text += port(fmt::format("output {}", i), spec.outputs[i], i == spec.output_index ? ": the detections" : "");
  }
  text += line("family", spec.family, kAsItIs);
  text += line("input size", spec.input_size, [](Size size) { return to_string(size); });
  text += line("classes", spec.labels,
               [](const auto& labels) { return labels.empty() ? std::string("unknown") : kAsItIs(labels.size()); });
  if (!spec.labels.value.empty()) text += paragraph("", names(spec.labels.value));
  text += preprocessing_text(spec.preprocessing);
  text += line("score above", spec.confidence, kAsItIs);
  text +=
      line("IoU up to", spec.iou, [](float value) { return kAsItIs(value) + (value < 1 ? "" : ": none is dropped"); });
  return text + line("boxes", spec.max_detections, [](std::size_t count) { return fmt::format("at most {}", count); });
}

}  // namespace millrace::cli
