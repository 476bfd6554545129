#include "cli/detect/text.hpp"

#include "base/counted.hpp"
#include "base/number_text.hpp"
#include "base/stream_line.hpp"
#include "cli/arguments/compile_flags.hpp"
#include "cli/text/number_text.hpp"
#include "cli/text/text_layout.hpp"
#include "millrace/vision/image.hpp"

namespace millrace::cli {

std::string model_text(const DetectionPipeline& pipeline, Precision asked) {
  const Detector& detector = pipeline.detector();
  const ModelSpec& spec = detector.spec();
  const std::string precision = detector.precision();
  const auto line = [](const char* label, const std::string& text) {
    return pad_right(label, 11) + base::one_line(text) + "\n";
  };
  const auto sourced = [](const std::string& value, const std::string& origin) { return value + " (" + origin + ")"; };
  std::string text = line("model", spec.path + ": " + sourced(spec.family.value, spec.family.origin)) +
                     line("input", sourced(to_string(spec.input_size.value), spec.input_size.origin)) +
                     line("labels", sourced(std::to_string(spec.class_count), spec.labels.origin)) +
                     line("limits", "score > " + base::exact_text(detector.confidence()) +
                                        ", IoU <= " + base::exact_text(detector.iou()) + ", at most " +
                                        std::to_string(detector.max_detections()) + " boxes a picture") +
                     line("runs on", joined(detector.execution_devices()) + " in " + precision + ", " +
                                         base::counted(pipeline.requests(), "request") +
                                         (detector.loaded_from_cache() ? ", from the model cache" : ""));
  const std::string other = precision_remark(asked, precision);
  return other.empty() ? text : text + line("precision", other);
}

std::string nothing_found_text(const Summary& summary, const Detector& detector, bool some_classes) {
  if (summary.good_frames() == 0 || summary.detections > 0) return {};
  return base::one_line("nothing was found in any picture; try a lower --conf than " +
                        base::exact_text(detector.confidence()) + (some_classes ? ", or other --classes" : "") +
                        ", and see with `millrace inspect " + detector.spec().path +
                        "` whether the model is taken for what it is") +
         "\n";
}

std::string summary_text(const Summary& summary, std::size_t total, const DetectOutputs& outputs,
                         const DetectSinks& sinks) {
  std::string text;
  if (summary.stopped)
    text = "stopped after " + std::to_string(summary.frames) + " of " + base::counted(total, "picture") + "; ";
  text += base::counted(summary.good_frames(), "picture") + ", " + base::counted(summary.detections, "detection") +
          ", " + fixed(summary.frames_per_second(), 1) + " pictures/s";
  if (summary.bad_frames > 0) text += "; " + base::counted(summary.bad_frames, "bad picture") + " left out";
  if (const std::size_t lost = sinks.all->lost(); lost > 0)
    text += "; " + base::counted(lost, "result") + " not written";
  text += '\n';
  std::vector<std::string> places;
  if (sinks.folder && sinks.folder->used()) places.push_back(sinks.folder->path());
  for (const std::string& file : {outputs.jsonl, outputs.coco, outputs.csv}) {
    if (!file.empty() && file != "-") places.push_back(file);
  }
  if (!places.empty()) text += base::one_line("results in " + joined(places)) + "\n";
  return text;
}

}  // namespace millrace::cli
