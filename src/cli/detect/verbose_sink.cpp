#include "cli/detect/verbose_sink.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/stream_line.hpp"
#include "io/class_name.hpp"

namespace millrace::cli {

VerboseSink::VerboseSink(std::ostream& out, std::vector<std::string> labels) : out_(out), labels_(std::move(labels)) {}

void VerboseSink::write(const FrameResult& result) {
  const std::size_t id = next_id_++;
  if (!result.frame.ok()) return;
  std::string classes = result.detections.empty() ? " nothing" : "";
  for (const Detection& found : result.detections) classes += " " + io::class_name(labels_, found.class_id);
  const StageTimes& times = result.times;
  base::write_line(
      out_, fmt::format("id {}: {:.4f} s, {}:{} (decode {:.1f}, letterbox {:.1f}, wait {:.1f}, infer {:.1f}, boxes "
                        "{:.1f} ms)",
                        id, times.total.count() / 1000, result.frame.source, classes, times.decode.count(),
                        times.preprocess.count(), times.wait.count(), times.infer.count(), times.postprocess.count()));
}

}  // namespace millrace::cli
