#include "millrace/queue/stall_report.hpp"

#include <fmt/format.h>

namespace millrace {
namespace {

std::string time_text(Milliseconds duration) {
  return duration < std::chrono::seconds(1) ? fmt::format("{:.0f} ms", duration.count())
                                            : fmt::format("{:.1f} s", duration.count() / 1000);
}

}  // namespace

std::string StallReport::text() const {
  std::string text = "the queue stalls: nothing has completed for " + time_text(quiet);
  for (const Run& run : running) {
    text += fmt::format("\n  request {} runs job {} since {}{}", run.slot, run.job, time_text(run.age),
                        run.stopped ? " (stopped; the device still holds it)" : "");
  }
  text += fmt::format("\n  waiting: {} jobs, {} blocked submitters, {} that want a request", waiting_jobs,
                      blocked_submitters, blocked_acquirers);
  return text;
}

}  // namespace millrace
