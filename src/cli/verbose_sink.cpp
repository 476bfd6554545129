#include "cli/verbose_sink.hpp"

#include <cstdio>
#include <utility>

#include "io/stream_line.hpp"
#include "millrace/io/class_name.hpp"

namespace millrace::cli {

VerboseSink::VerboseSink(std::ostream& out, std::vector<std::string> labels) : out_(out), labels_(std::move(labels)) {}

void VerboseSink::write(const FrameResult& result) {
  const std::size_t id = next_id_++;
  if (!result.frame.ok()) return;
  std::string classes = result.detections.empty() ? " nothing" : "";
  for (const Detection& found : result.detections) classes += " " + class_name(labels_, found.class_id);
  const StageTimes& times = result.times;
  char latency[32];
  std::snprintf(latency, sizeof latency, "%.4f", times.total.count() / 1000.0);
  char stages[160];
  std::snprintf(stages, sizeof stages, "(decode %.1f, letterbox %.1f, wait %.1f, infer %.1f, boxes %.1f ms)",
                times.decode.count(), times.preprocess.count(), times.wait.count(), times.infer.count(),
                times.postprocess.count());
  write_line(out_,
             "id " + std::to_string(id) + ": " + latency + " s, " + result.frame.source + ":" + classes + " " + stages);
}

}  // namespace millrace::cli
