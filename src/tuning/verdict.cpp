#include "millrace/tuning/verdict.hpp"

#include "millrace/base/error.hpp"

namespace millrace {
namespace {

std::size_t find_leader(std::span<const std::vector<double>> speeds) {
  std::size_t leader = 0;
  double best = 1;
  for (std::size_t i = 1; i < speeds.size(); ++i) {
    const double ratio = paired_ratio(speeds[i], speeds[0]).median;
    if (ratio > best) {
      best = ratio;
      leader = i;
    }
  }
  return leader;
}

}  // namespace

Verdict judge(std::span<const std::vector<double>> speeds) {
  if (speeds.empty() || speeds[0].empty()) {
    throw Error(ErrorCode::kInvalidArgument, "judge: nothing was measured; give at least one round");
  }
  Verdict verdict{.leader = find_leader(speeds), .enough_rounds = speeds[0].size() >= PairedRatio::kFewestRounds};
  for (std::size_t i = 0; i < speeds.size(); ++i) {
    verdict.lead.push_back(paired_ratio(speeds[verdict.leader], speeds[i]));
    if (i != verdict.leader && !(verdict.lead.back().low > 1)) verdict.level.push_back(i);
  }
  return verdict;
}

}  // namespace millrace
