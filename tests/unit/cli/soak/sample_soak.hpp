#pragma once

#include "tuning/soak.hpp"

namespace millrace::cli {

/// A soak in which all went well.
inline tuning::SoakReport sample_soak() {
  tuning::SoakReport report{.device = "CPU", .running_on = {"CPU"}, .requests = 4, .seed = 7, .seconds = 20.1};
  report.jobs = {.submitted = 1000, .succeeded = 900, .failed = 60, .stopped = 35, .dropped = 5};
  report.balanced = report.finished = true;
  report.refused = 12;
  report.queues = 40;
  report.thrown = 9;
  report.rounds = 2;
  report.per_second = {980, 990};
  report.loop_per_second = {1000, 1000};
  report.throughput = {.median = 0.985, .low = 0.98, .high = 0.99};
  report.before = {.rss_bytes = 100 << 20, .threads = 9, .files = 20};
  report.after = {.rss_bytes = 101 << 20, .threads = 9, .files = 20};
  return report;
}

}  // namespace millrace::cli
