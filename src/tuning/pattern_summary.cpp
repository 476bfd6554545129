#include "tuning/pattern_summary.hpp"

#include <fmt/format.h>

#include "millrace/base/error.hpp"

namespace millrace::tuning {
namespace {

Percentiles percentiles_of(const std::vector<double>& ms) {
  return {.p50 = Milliseconds(quantile(ms, 0.5)),
          .p90 = Milliseconds(quantile(ms, 0.9)),
          .p99 = Milliseconds(quantile(ms, 0.99))};
}

std::vector<double> joined(const PatternRounds& pattern, std::vector<double> RoundMeasure::* values) {
  std::vector<double> all;
  for (const RoundMeasure& round : pattern.rounds) {
    all.insert(all.end(), (round.*values).begin(), (round.*values).end());
  }
  return all;
}

}  // namespace

double PatternSummary::cpu_share(double cpus) const noexcept {
  const Milliseconds available = occupancy.window * cpus;
  return available.count() > 0 ? cpu / available : 0;
}

Milliseconds PatternSummary::cpu_per_picture() const noexcept {
  return pictures > 0 ? cpu / static_cast<double>(pictures) : Milliseconds{0};
}

PatternSummary summarise(const PatternRounds& pattern, const PatternRounds& first) {
  if (pattern.rounds.empty()) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("summarise: pattern '{}' has no round to speak of", pattern.name));
  }
  const std::vector<double> speeds = pattern.pictures_per_second();
  PatternSummary summary{.pictures_per_second = middle_half(speeds),
                         .against_first = paired_ratio(speeds, first.pictures_per_second()),
                         .latency = percentiles_of(joined(pattern, &RoundMeasure::latencies_ms)),
                         .infer = percentiles_of(joined(pattern, &RoundMeasure::infer_ms))};
  for (const RoundMeasure& round : pattern.rounds) {
    summary.occupancy += round.occupancy;
    summary.cpu += round.cpu;
    summary.pictures += round.pictures;
  }
  return summary;
}

}  // namespace millrace::tuning
