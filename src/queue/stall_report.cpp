#include "millrace/queue/stall_report.hpp"

#include <cstdio>

namespace millrace {
namespace {

std::string seconds(Milliseconds duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", duration.count() / 1000);
  return text;
}

}  // namespace

std::string StallReport::text() const {
  std::string text = "the queue stalls: nothing has completed for " + seconds(quiet);
  for (const Run& run : running) {
    text += "\n  request " + std::to_string(run.slot) + " runs job " + std::to_string(run.job) + " since " +
            seconds(run.age) + (run.stopped ? " (stopped; the device still holds it)" : "");
  }
  text += "\n  waiting: " + std::to_string(waiting_jobs) + " jobs, " + std::to_string(blocked_submitters) +
          " blocked submitters, " + std::to_string(blocked_acquirers) + " that want a request";
  return text;
}

}  // namespace millrace
