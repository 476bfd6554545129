#include "cli/bench_words.hpp"

#include <algorithm>

#include "cli/number_text.hpp"

namespace millrace::cli {
namespace {

constexpr double kBusy = 0.9;  // a device that is busy for less than this share of the time waits for work

std::string name_of(const BenchReport& report, std::size_t pattern) {
  return report.comparison.patterns[pattern].name;
}

/// "queue 1.04x (1.02-1.06)"
std::string lead_over(const BenchReport& report, std::size_t pattern) {
  const PairedRatio& ratio = report.verdict.lead[pattern];
  return name_of(report, pattern) + " " + fixed(ratio.median, 2) + "x (" + fixed(ratio.low, 2) + "-" +
         fixed(ratio.high, 2) + ")";
}

/// The lead over all patterns that are level with the leader, or over all others; the end of the table first.
std::string leads(const BenchReport& report, bool over_level) {
  const auto& level = report.verdict.level;
  std::string text;
  for (std::size_t i = report.comparison.patterns.size(); i-- > 0;) {
    const bool is_level = std::ranges::find(level, i) != level.end();
    if (i == report.verdict.leader || is_level != over_level) continue;
    text += (text.empty() ? "" : ", ") + lead_over(report, i);
  }
  return text;
}

/// The first of those that nothing is known to be faster than: the one with the least effort.
std::size_t simplest_of_the_fastest(const Verdict& verdict) {
  return verdict.level.empty() ? verdict.leader : std::min(verdict.leader, verdict.level.front());
}

bool one_at_a_time(const BenchSetup& setup) {
  return setup.optimal_requests <= 1 || setup.streams == "1";
}

std::string try_more_requests(const BenchReport& report) {
  const std::size_t requests = report.comparison.patterns[report.verdict.leader].requests;
  return "--requests " + std::to_string(2 * requests);
}

}  // namespace

std::string verdict_words(const BenchReport& report) {
  const Verdict& verdict = report.verdict;
  const std::string leader = name_of(report, verdict.leader);
  if (!verdict.enough_rounds) {
    return "too few rounds to tell (" + std::to_string(PairedRatio::kFewestRounds) + " are needed); " + leader +
           " was in front" +
           (verdict.leader == 0 ? "." : ", " + fixed(verdict.lead[0].median, 2) + "x as fast as sync.");
  }
  const std::string beaten = leads(report, false);
  if (verdict.decided()) return leader + " is fastest; it beats " + beaten + ".";
  return leader + " is in front, but not separable from " + leads(report, true) +
         (beaten.empty() ? "." : "; it beats " + beaten + ".");
}

std::string next_step(const BenchReport& report) {
  const Verdict& verdict = report.verdict;
  const PerformanceHint hint = report.setup.asked.hint;
  if (!verdict.enough_rounds) return "--rounds 10, so that a difference can be told from noise.";
  if (hint == PerformanceHint::kLatency) {
    return "--hint throughput: the device then runs several requests side by side, which is what a queue is for.";
  }
  const double busy = report.summaries[verdict.leader].occupancy.busy_share();
  if (busy < kBusy) {
    return try_more_requests(report) + ": even with " + name_of(report, verdict.leader) +
           " the device had nothing to do " + fixed(100 * (1 - busy), 0) + " % of the time.";
  }
  if (one_at_a_time(report.setup)) {
    return "--streams 2: the device runs one request at a time now, so more requests can only wait.";
  }
  if (!verdict.decided()) {
    return "--rounds " + std::to_string(3 * report.comparison.rounds) + " --time " + fixed(3 * report.seconds, 0) +
           " tells smaller differences; until then take the simplest: " +
           name_of(report, simplest_of_the_fastest(verdict)) + ".";
  }
  return try_more_requests(report) + " to see whether still more help, and --hint latency for the shortest wait.";
}

std::string mismatch_words(const BenchReport& report) {
  const Mismatch& mismatch = *report.comparison.mismatch;
  return report.pictures[mismatch.picture] + ": '" + name_of(report, mismatch.pattern) + "' " + mismatch.difference +
         ", which is what '" + name_of(report, 0) +
         "' found; patterns that find different things are not compared by speed. Try --precision f32 and one device "
         "instead of AUTO; a model with random numbers or a state inside cannot be compared";
}

}  // namespace millrace::cli
