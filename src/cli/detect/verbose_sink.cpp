#include "cli/detect/verbose_sink.hpp"

#include <utility>

#include "base/stream_line.hpp"
#include "cli/text/number_text.hpp"
#include "io/class_name.hpp"

namespace millrace::cli {

VerboseSink::VerboseSink(std::ostream& out, std::vector<std::string> labels) : out_(out), labels_(std::move(labels)) {}

void VerboseSink::write(const FrameResult& result) {
  const std::size_t id = next_id_++;
  if (!result.frame.ok()) return;
  std::string classes = result.detections.empty() ? " nothing" : "";
  for (const Detection& found : result.detections) classes += " " + io::class_name(labels_, found.class_id);
  const StageTimes& times = result.times;
  const auto ms = [](Milliseconds time) { return fixed(time.count(), 1); };
  base::write_line(out_, "id " + std::to_string(id) + ": " + fixed(times.total.count() / 1000, 4) + " s, " +
                             result.frame.source + ":" + classes + " (decode " + ms(times.decode) + ", letterbox " +
                             ms(times.preprocess) + ", wait " + ms(times.wait) + ", infer " + ms(times.infer) +
                             ", boxes " + ms(times.postprocess) + " ms)");
}

}  // namespace millrace::cli
