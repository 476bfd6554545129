#include "cli/detect_text.hpp"

#include <sstream>

#include "base/counted.hpp"
#include "cli/compile_flags.hpp"
#include "cli/number_text.hpp"
#include "cli/text_layout.hpp"
#include "millrace/vision/image.hpp"

namespace millrace::cli {

std::string model_text(const DetectionPipeline& pipeline, Precision asked) {
  const Detector& detector = pipeline.detector();
  const ModelSpec& spec = detector.spec();
  const std::string precision = detector.precision();
  std::ostringstream text;
  text << "model      " << spec.path << ": " << spec.family.value << " (" << spec.family.origin << ")\n"
       << "input      " << to_string(spec.input_size.value) << " (" << spec.input_size.origin << ")\n"
       << "labels     " << spec.class_count << " (" << spec.labels.origin << ")\n"
       << "limits     score > " << detector.confidence() << ", IoU <= " << detector.iou() << ", at most "
       << detector.max_detections() << " boxes a picture\n"
       << "runs on    " << joined(detector.execution_devices()) << " in " << precision << ", "
       << counted(pipeline.requests(), "request") << (detector.loaded_from_cache() ? ", from the model cache" : "")
       << '\n';
  const std::string other = precision_remark(asked, precision);
  if (!other.empty()) text << "precision  " << other << '\n';
  return text.str();
}

std::string nothing_found_text(const Summary& summary, const Detector& detector, bool some_classes) {
  if (summary.good_frames() == 0 || summary.detections > 0) return {};
  std::ostringstream text;
  text << "nothing was found in any picture; try a lower --conf than " << detector.confidence();
  if (some_classes) text << ", or other --classes";
  text << ", and see with `millrace inspect " << detector.spec().path
       << "` whether the model is taken for what it is\n";
  return text.str();
}

std::string summary_text(const Summary& summary, std::size_t total, const DetectOutputs& outputs,
                         const DetectSinks& sinks) {
  std::ostringstream text;
  if (summary.stopped) text << "stopped after " << summary.frames << " of " << counted(total, "picture") << "; ";
  text << counted(summary.good_frames(), "picture") << ", " << counted(summary.detections, "detection") << ", "
       << fixed(summary.frames_per_second(), 1) << " pictures/s";
  if (summary.bad_frames > 0) text << "; " << counted(summary.bad_frames, "bad picture") << " left out";
  if (const std::size_t lost = sinks.all->lost(); lost > 0) text << "; " << counted(lost, "result") << " not written";
  text << '\n';
  std::vector<std::string> places;
  if (sinks.folder && sinks.folder->used()) places.push_back(sinks.folder->path());
  for (const std::string& file : {outputs.jsonl, outputs.coco, outputs.csv}) {
    if (!file.empty() && file != "-") places.push_back(file);
  }
  if (!places.empty()) text << "results in " << joined(places) << '\n';
  return text.str();
}

}  // namespace millrace::cli
