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
  const auto ms = [](Milliseconds time) { return time.count(); };
  base::write_line(
      out_, fmt::format("id {}: {:.4f} s, {}:{} (decode {:.1f}, letterbox {:.1f}, wait {:.1f}, infer {:.1f}, boxes "
                        "{:.1f} ms)",
                        id, ms(times.total) / 1000, result.frame.source, classes, ms(times.decode),
                        ms(times.preprocess), ms(times.wait), ms(times.infer), ms(times.postprocess)));
}

}  // namespace millrace::cli
