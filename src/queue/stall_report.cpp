#include "millrace/queue/stall_report.hpp"

#include "base/number_text.hpp"

namespace millrace {
namespace {

std::string time_text(Milliseconds duration) {
  return duration < std::chrono::seconds(1) ? base::fixed_text(duration.count(), 0) + " ms"
                                            : base::fixed_text(duration.count() / 1000, 1) + " s";
}

}  // namespace

std::string StallReport::text() const {
  std::string text = "the queue stalls: nothing has completed for " + time_text(quiet);
  for (const Run& run : running) {
    text += "\n  request " + std::to_string(run.slot) + " runs job " + std::to_string(run.job) + " since " +
            time_text(run.age) + (run.stopped ? " (stopped; the device still holds it)" : "");
  }
  text += "\n  waiting: " + std::to_string(waiting_jobs) + " jobs, " + std::to_string(blocked_submitters) +
          " blocked submitters, " + std::to_string(blocked_acquirers) + " that want a request";
  return text;
}

}  // namespace millrace
