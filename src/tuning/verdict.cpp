#include "tuning/verdict.hpp"

#include <algorithm>
#include <limits>

#include "millrace/base/error.hpp"
#include "millrace/tuning/statistics.hpp"

namespace millrace::tuning {
namespace {

// Whether the paired ratio and the ratio of the medians are close, and the latter above 1: readers see both.
bool agree(double paired, double of_medians) {
  return of_medians > 1 && paired < 1.15 * of_medians && of_medians < 1.15 * paired;
}

double slowest_of(const std::vector<double>& values, const std::vector<bool>& behind) {
  double slowest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!behind[i]) slowest = std::min(slowest, values[i]);
  }
  return slowest;
}

}  // namespace

Verdict judge(std::span<const std::vector<double>> speeds) {
  if (speeds.empty() || speeds[0].empty()) {
    throw Error(ErrorCode::kInvalidArgument, "judge: nothing was measured; give at least one round");
  }
  std::vector<double> medians;
  std::vector<double> ratios;
  for (const std::vector<double>& each : speeds) {
    medians.push_back(median(each));
    ratios.push_back(paired_ratio(each, speeds[0]).median);
  }
  const auto best = std::ranges::max_element(ratios);  // the first of equals
  Verdict verdict{.leader = static_cast<std::size_t>(best - ratios.begin()),
                  .enough_rounds = speeds[0].size() >= PairedRatio::kFewestRounds};
  for (const std::vector<double>& each : speeds) verdict.lead.push_back(paired_ratio(speeds[verdict.leader], each));
  std::vector<bool> behind;
  for (std::size_t i = 0; i < speeds.size(); ++i) {
    behind.push_back(i != verdict.leader && verdict.lead[i].low > 1 &&
                     agree(verdict.lead[i].median, medians[verdict.leader] / medians[i]));
  }
  // None that looks faster than a level one is behind; each pass may bring up one more.
  for (std::size_t i = 0; i < speeds.size(); ++i) {
    const double slowest_level = slowest_of(medians, behind);
    const double least_ratio = slowest_of(ratios, behind);
    for (std::size_t j = 0; j < speeds.size(); ++j) {
      if (medians[j] > slowest_level || ratios[j] > least_ratio) behind[j] = false;
    }
  }
  for (std::size_t i = 0; i < speeds.size(); ++i) {
    if (i != verdict.leader && !behind[i]) verdict.level.push_back(i);
  }
  return verdict;
}

}  // namespace millrace::tuning
