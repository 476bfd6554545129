#include "cli/detect/summary_sink.hpp"

#include <map>
#include <utility>

#include "base/number_text.hpp"
#include "base/stream_line.hpp"
#include "io/class_name.hpp"

namespace millrace::cli {

SummarySink::SummarySink(std::ostream& out, std::vector<std::string> labels) : out_(out), labels_(std::move(labels)) {}

void SummarySink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  std::map<int, int> counts;
  for (const Detection& detection : result.detections) ++counts[detection.class_id];
  const Size size = result.frame.image.size();
  std::string line = result.frame.source + ": " + std::to_string(size.width) + "x" + std::to_string(size.height) + ", ";
  if (counts.empty()) line += "no detections, ";
  // No plurals: names come in every language, and the digit 1 is a name, too.
  for (const auto& [class_id, count] : counts) {
    line += std::to_string(count) + "x " + io::class_name(labels_, class_id) + ", ";
  }
  const StageTimes& times = result.times;
  base::write_line(out_, line + base::fixed_text(times.infer.count(), 1) + " ms, waited " +
                             base::fixed_text(times.wait.count(), 1) + " ms");
}

}  // namespace millrace::cli
