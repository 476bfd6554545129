#include "cli/detect/text.hpp"

#include <fmt/format.h>

#include "base/counted.hpp"
#include "base/stream_line.hpp"
#include "cli/arguments/compile_flags.hpp"
#include "cli/text/text_layout.hpp"
#include "millrace/vision/image.hpp"

namespace millrace::cli {
namespace {

std::string labels_words(const ModelSpec& spec) {
  return spec.class_count > 0 ? fmt::format("{}", spec.class_count) : "class 0, class 1, ...";
}

std::string suppression_words(const ModelSpec& spec) {
  return spec.iou.value < 1 ? fmt::format("IoU <= {}", spec.iou.value) : fmt::format("no NMS ({})", spec.iou.origin);
}

// "RGB / 255", "BGR from 0 to 255".
std::string pixel_words(const Preprocessing& steps) {
  const std::string order = to_string(steps.channels.value);
  return steps.scale.value.empty() ? order + " from 0 to 255"
                                   : fmt::format("{} / {}", order, fmt::join(steps.scale.value, " "));
}

// What a run without boxes may be due to.
std::string doubt_words(const ModelSpec& spec) {
  std::string text = "whether the model is taken for what it is";
  if (!spec.preprocessing.is_scale_assumed) return text;
  return text + "; nothing in it says which pixels it was trained with: " + pixel_words(spec.preprocessing) +
         " is usual in its family";
}

}  // namespace

std::string labelled_line(std::string_view label, std::string_view text) {
  return fmt::format("{:11}{}\n", label, base::one_line(text));
}

std::string model_text(const DetectionPipeline& pipeline, Precision asked) {
  const Detector& detector = pipeline.detector();
  const ModelSpec& spec = detector.spec();
  const std::string precision = detector.precision();
  const std::string graph = fmt::format("{} ({})", to_string(spec.graph.value), spec.graph.origin);
  std::string text =
      labelled_line("model", fmt::format("{}: {} ({}), {}", spec.path, spec.family.value, spec.family.origin, graph)) +
      labelled_line("input", fmt::format("{} ({}), {} ({})", to_string(spec.input_size.value), spec.input_size.origin,
                                         to_string(spec.input_type.value), spec.input_type.origin)) +
      labelled_line("labels", fmt::format("{} ({})", labels_words(spec), spec.labels.origin)) +
      labelled_line("limits", fmt::format("score > {}, {}, at most {} boxes a picture", detector.confidence(),
                                          suppression_words(spec), detector.max_detections())) +
      labelled_line("runs on", fmt::format("{} in {}, {}{}", fmt::join(detector.execution_devices(), ", "), precision,
                                           base::counted(pipeline.requests(), "request"),
                                           detector.loaded_from_cache() ? ", from the model cache" : ""));
  const std::string other = precision_remark(asked, precision);
  return other.empty() ? text : text + labelled_line("precision", other);
}

std::string nothing_found_text(const Summary& summary, const Detector& detector) {
  if (summary.good_frames() == 0 || summary.detections > 0) return {};
  const ModelSpec& spec = detector.spec();
  return base::one_line(fmt::format(
             "nothing was found in any picture; try a lower --conf than {}{}, and see with `millrace inspect {}` {}",
             detector.confidence(), spec.classes.empty() ? "" : ", or other --classes", spec.path, doubt_words(spec))) +
         "\n";
}

std::string summary_text(const Summary& summary, std::size_t total, const DetectOutputs& outputs,
                         const DetectSinks& sinks) {
  std::string text;
  if (summary.stopped) text = fmt::format("stopped after {} of {}; ", summary.frames, base::counted(total, "picture"));
  text += fmt::format("{}, {}, {:.1f} pictures/s", base::counted(summary.good_frames(), "picture"),
                      base::counted(summary.detections, "detection"), summary.frames_per_second());
  if (summary.bad_frames > 0) text += fmt::format("; {} left out", base::counted(summary.bad_frames, "bad picture"));
  if (const std::size_t lost = sinks.all->lost(); lost > 0)
    text += fmt::format("; {} not written", base::counted(lost, "result"));
  text += '\n';
  std::vector<std::string> places;
  if (sinks.folder && sinks.folder->used()) places.push_back(sinks.folder->path());
  for (const std::string& file : {outputs.jsonl, outputs.coco, outputs.csv}) {
    if (!file.empty() && file != "-") places.push_back(file);
  }
  if (!places.empty()) text += base::one_line(fmt::format("results in {}", fmt::join(places, ", "))) + "\n";
  return text;
}

}  // namespace millrace::cli
