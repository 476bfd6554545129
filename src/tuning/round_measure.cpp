#include "tuning/round_measure.hpp"

#include <string>

#include <fmt/format.h>

#include "millrace/base/error.hpp"

namespace millrace::tuning {

double RoundMeasure::pictures_per_second() const noexcept {
  const double ms = occupancy.window.count();
  return ms > 0 ? static_cast<double>(pictures) * 1000.0 / ms : 0;
}

RoundMeasure measure_round(std::span<const JobRecord> jobs, std::size_t margin) {
  if (margin == 0 || jobs.size() <= 2 * margin) {
    throw Error(
        ErrorCode::kInvalidArgument,
        fmt::format(
            "measure_round: {} jobs with a margin of {}; a margin of at least 1 and more than twice as many jobs are "
            "wanted",
            jobs.size(), margin));
  }
  const auto measured = jobs.subspan(margin, jobs.size() - 2 * margin);
  const JobRecord& before = jobs[margin - 1];
  const JobRecord& last = measured.back();

  std::vector<TimeSpan> runs;
  for (const JobRecord& job : jobs) runs.push_back({job.started, job.ended});
  RoundMeasure measure{.pictures = measured.size(),
                       .occupancy = occupancy(std::move(runs), {before.done, last.done}),
                       .cpu = last.cpu_at_done - before.cpu_at_done};
  for (const JobRecord& job : measured) {
    measure.latencies_ms.push_back(Milliseconds(job.done - job.begun).count());
    measure.infer_ms.push_back(Milliseconds(job.ended - job.started).count());
  }
  return measure;
}

}  // namespace millrace::tuning
