#include "cli/detect/summary_sink.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/stream_line.hpp"
#include "io/class_name.hpp"

namespace millrace::cli {

SummarySink::SummarySink(std::ostream& out, std::vector<std::string> labels) : out_(out), labels_(std::move(labels)) {}

void SummarySink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  std::map<int, int> counts;
  for (const Detection& detection : result.detections) ++counts[detection.class_id];
  const Size size = result.frame.size();
  std::string line = fmt::format("{}: {}x{}, ", result.frame.source, size.width, size.height);
  if (counts.empty()) line += "no detections, ";
  // No plurals: class names may be in any language, or a mere digit.
  for (const auto& [class_id, count] : counts) {
    line += fmt::format("{}x {}, ", count, io::class_name(labels_, class_id));
  }
  const StageTimes& times = result.times;
  base::write_line(out_, fmt::format("{}{:.1f} ms, waited {:.1f} ms", line, times.infer.count(), times.wait.count()));
}

}  // namespace millrace::cli
