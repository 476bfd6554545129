#include "cli/detect/problem_sink.hpp"

#include <fmt/format.h>

#include "base/stream_line.hpp"

namespace millrace::cli {

void ProblemSink::write(const FrameResult& result) {
  const Frame& frame = result.frame;
  if (!frame.ok()) out_ << base::one_line(fmt::format("{}: {}", frame.source, frame.error)) << '\n';
  for (const std::string& remark : frame.remarks)
    out_ << base::one_line(fmt::format("{}: {}", frame.source, remark)) << '\n';
  if (!frame.ok() || !frame.remarks.empty()) out_ << std::flush;
}

}  // namespace millrace::cli
