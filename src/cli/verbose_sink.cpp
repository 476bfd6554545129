#include "cli/verbose_sink.hpp"

#include <cstdio>
#include <ostream>
#include <utility>

#include "millrace/io/class_name.hpp"

namespace millrace::cli {

VerboseSink::VerboseSink(std::ostream& out, std::vector<std::string> labels) : out_(out), labels_(std::move(labels)) {}

void VerboseSink::write(const FrameResult& result) {
  const std::size_t id = next_id_++;
  if (!result.frame.ok()) return;
  std::string classes;
  for (const Detection& found : result.detections) classes += " " + class_name(labels_, found.class_id);
  const StageTimes& times = result.times;
  char latency[32];
  std::snprintf(latency, sizeof latency, "%.4f", times.total.count() / 1000.0);
  char stages[160];
  std::snprintf(stages, sizeof stages, "(decode %.1f, letterbox %.1f, wait %.1f, infer %.1f, boxes %.1f ms)",
                times.decode.count(), times.preprocess.count(), times.wait.count(), times.infer.count(),
                times.postprocess.count());
  out_ << "id " << id << ": " << latency << " s," << (classes.empty() ? " nothing" : classes) << ' ' << stages << '\n';
}

}  // namespace millrace::cli
