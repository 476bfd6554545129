#include "cli/detect/progress_sink.hpp"

#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "cli/text/number_text.hpp"
#include "cli/text/terminal.hpp"

namespace millrace::cli {

ProgressSink::ProgressSink(Sink& inner, std::ostream& out, std::optional<std::size_t> total, Clock::duration refresh,
                           Now now, Columns columns)
    : inner_(inner),
      out_(out),
      total_(total),
      refresh_(refresh),
      now_(std::move(now)),
      columns_(std::move(columns)),
      begin_(now_()) {}

ProgressSink::~ProgressSink() {
  wipe();
}

void ProgressSink::write(const FrameResult& result) {
  if (refresh_ == Clock::duration::zero()) wipe();
  inner_.write(result);
  ++frames_;
  if (result.frame.ok()) latencies_.add(result.times.total);
  const auto now = now_();
  if (shown_ && now - *shown_ < refresh_) return;
  shown_ = now;
  // A line that wraps cannot be wiped.
  out_ << kWipe + fitting(parts(now), columns_()) << std::flush;
}

std::vector<std::string> ProgressSink::parts(Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  std::vector<std::string> parts{total_ ? fmt::format("  {}/{}", frames_, *total_) : fmt::format("  {}", frames_)};
  if (seconds > 0) {
    const double rate = static_cast<double>(frames_) / seconds;
    parts.push_back(fmt::format("  {:.1f} pictures/s", rate));
    if (total_ && *total_ >= frames_) {
      parts.push_back(fmt::format("  {} left", clock_text(static_cast<double>(*total_ - frames_) / rate)));
    }
  }
  if (latencies_.count() > 0) parts.push_back(fmt::format("  p99 {:.0f} ms", latencies_.quantile(0.99).count()));
  return parts;
}

void ProgressSink::finish() {
  wipe();
  inner_.finish();
}

void ProgressSink::wipe() noexcept {
  if (!std::exchange(shown_, std::nullopt)) return;
  try {
    out_ << kWipe << std::flush;
  } catch (const std::ios_base::failure&) {
    // A line left on the terminal does no harm.
  }
}

}  // namespace millrace::cli
