#include "cli/inspect/text.hpp"

#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "base/joined.hpp"
#include "cli/text/number_text.hpp"
#include "cli/text/text_layout.hpp"
#include "io/class_name.hpp"

namespace millrace::cli {
namespace {

constexpr std::size_t kMostLabels = 100;

constexpr auto kAsItIs = [](const auto& value) { return fmt::format("{}", value); };

/// Nothing for a value that is not known.
template <class T, class Show>
std::string line(const char* label, const Sourced<T>& value, Show show) {
  return value.origin.empty() ? "" : paragraph(label, fmt::format("{} ({})", show(value.value), value.origin));
}

std::string port(const std::string& label, const ModelPort& port, const char* what) {
  const std::string name = port.name.empty() ? "no name" : fmt::format("\"{}\"", port.name);
  return paragraph(label, fmt::format("{} {}, {}{}", port.type, port.shape, name, what));
}

std::string numbers(const std::vector<float>& values, float otherwise) {
  return values.empty() ? fmt::format("{}", otherwise) : fmt::format("{}", fmt::join(values, " "));
}

std::string preprocessing_text(const Preprocessing& steps) {
  return line("resize", steps.fit, [](FitRule rule) { return to_string(rule); }) +
         line("padding", steps.pad_value, kAsItIs) +
         line("colours", steps.channels, [](ChannelOrder order) { return to_string(order); }) +
         line("mean", steps.mean, [](const auto& values) { return numbers(values, 0); }) +
         line("scale", steps.scale, [](const auto& values) { return numbers(values, 1); });
}

const char* use_of(const ModelSpec& spec, std::size_t output) {
  if (spec.family.origin.empty()) return "";
  return output == spec.output_index ? ": the detections" : ": not used";
}

/// 532, 12.3 thousand, 1.97 million.
std::string amount(std::size_t count, const char* thousands, const char* millions) {
  constexpr std::size_t kThousand = 1'000;
  constexpr std::size_t kMillion = 1'000'000;
  if (count < kThousand) return fmt::format("{} ", count);
  const std::size_t unit = count < kMillion ? kThousand : kMillion;
  return short_number(static_cast<double>(count) / static_cast<double>(unit)) +
         (unit == kThousand ? thousands : millions);
}

std::string size_text(const ModelSize& size, const Sourced<Size>& input) {
  constexpr std::size_t kMostTypes = 6;
  std::size_t operations = 0;
  std::vector<std::string> types;
  for (const OperationCount& each : size.operations) {
    operations += each.count;
    if (types.size() < kMostTypes) types.push_back(fmt::format("{} {}", each.count, each.type));
  }
  std::string text = paragraph("parameters", fmt::format("{}in {}B", amount(size.parameters, " thousand ", " million "),
                                                         amount(size.weight_bytes, " k", " M")));
  const bool are_more = size.operations.size() > kMostTypes;
  text += paragraph("operations", fmt::format("{}: {}{}", operations, fmt::join(types, ", "), are_more ? ", ..." : ""));
  if (size.gflop <= 0) return text;
  const std::string picture = input.origin.empty() ? "" : " of " + to_string(input.value);
  return text + paragraph("work", fmt::format("{} GFLOP for a picture{} (convolutions and matrix products)",
                                              short_number(size.gflop), picture));
}

std::string classes_text(const ModelSpec& spec) {
  if (spec.labels.origin.empty()) {
    if (spec.class_count == 0) return "";
    return paragraph("classes", fmt::format("{} (output {})", spec.class_count, spec.output_index));
  }
  std::string text = line("classes", spec.labels, [](const auto& labels) {
    return labels.empty() ? std::string("unknown") : kAsItIs(labels.size());
  });
  if (!spec.labels.value.empty()) text += paragraph("", base::joined(spec.labels.value, kMostLabels));
  if (spec.background)
    text += line("background", *spec.background, [](int id) { return fmt::format("class {}: never reported", id); });
  if (spec.classes.empty()) return text;
  std::vector<std::string> wanted;
  for (const int id : spec.classes) wanted.push_back(io::class_name(spec.labels.value, id));
  return text + paragraph("only", fmt::format("{} (given)", fmt::join(wanted, ", ")));
}

}  // namespace

std::string inspect_text(const ModelSpec& spec) {
  std::string text = paragraph("model", spec.path);
  for (const ModelPort& input : spec.inputs) text += port("input", input, "");
  for (std::size_t i = 0; i < spec.outputs.size(); ++i)
    text += port(fmt::format("output {}", i), spec.outputs[i], use_of(spec, i));
  text += size_text(spec.size, spec.input_size);
  text += line("layout", spec.layout, kAsItIs);
  text += line("input size", spec.input_size, [](Size size) { return to_string(size); });
  text += line("pixels as", spec.input_type, [](PixelType type) { return to_string(type); });
  text += line("family", spec.family, kAsItIs);
  text += line("graph", spec.graph, [](GraphForm form) { return to_string(form); });
  text += classes_text(spec);
  text += preprocessing_text(spec.preprocessing);
  text += line("score above", spec.confidence, kAsItIs);
  text +=
      line("IoU up to", spec.iou, [](float value) { return kAsItIs(value) + (value < 1 ? "" : ": none is dropped"); });
  text += line("boxes", spec.max_detections, [](std::size_t count) { return fmt::format("at most {}", count); });
  return spec.problem.empty() ? text : text + paragraph("problem", spec.problem);
}

}  // namespace millrace::cli
