#include "cli/bench/words.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "cli/text/text_layout.hpp"

namespace millrace::cli {
namespace {

constexpr double kBusy = 0.9;  // a device that is busy for a smaller share of the time waits for work

std::string name_of(const tuning::BenchReport& report, std::size_t pattern) {
  return report.comparison.patterns[pattern].name;
}

/// "1.04x queue (1.02-1.06)"
std::string lead_over(const tuning::BenchReport& report, std::size_t pattern) {
  const tuning::PairedRatio& ratio = report.verdict.lead[pattern];
  return fmt::format("{:.2f}x {} ({:.2f}-{:.2f})", ratio.median, name_of(report, pattern), ratio.low, ratio.high);
}

bool is_in_front(const tuning::Verdict& verdict, std::size_t pattern) {
  return pattern == verdict.leader || std::ranges::find(verdict.level, pattern) != verdict.level.end();
}

/// The lead over all that are behind, from the bottom of the table up.
std::string leads(const tuning::BenchReport& report) {
  std::vector<std::string> leads;
  for (std::size_t i = report.comparison.patterns.size(); i-- > 0;) {
    if (!is_in_front(report.verdict, i)) leads.push_back(lead_over(report, i));
  }
  return fmt::format("{}", fmt::join(leads, ", "));
}

/// "two in turn, queue and queue ahead": the leader and those that may be as fast, in the table's order.
std::string names_in_front(const tuning::BenchReport& report) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < report.comparison.patterns.size(); ++i) {
    if (is_in_front(report.verdict, i)) names.push_back(name_of(report, i));
  }
  return listed(names);
}

// With few rounds, medians and ratios may disagree.
bool leads_in_the_table(const tuning::BenchReport& report) {
  const auto median = [&](std::size_t i) { return report.summaries[i].pictures_per_second.middle; };
  for (std::size_t i = 0; i < report.summaries.size(); ++i) {
    if (median(i) > median(report.verdict.leader)) return false;
  }
  return true;
}

/// The first of the fastest, as far as is known: the one with the least effort.
std::size_t simplest_of_the_fastest(const tuning::Verdict& verdict) {
  return verdict.level.empty() ? verdict.leader : std::min(verdict.leader, verdict.level.front());
}

bool one_at_a_time(const tuning::BenchSetup& setup) {
  return setup.optimal_requests <= 1 || setup.streams == "1";
}

bool runs_on_cpu(const tuning::BenchSetup& setup) {
  return std::ranges::find(setup.running_on, "CPU") != setup.running_on.end();
}

// OpenVINO counts the cores that affinity leaves, but ignores quotas.
bool starts_too_many_threads(const tuning::BenchSetup& setup) {
  return runs_on_cpu(setup) && !setup.asked.threads && setup.cpus.usable() < setup.cpus.allowed;
}

std::string try_more_requests(const tuning::BenchReport& report) {
  const std::size_t requests = report.comparison.patterns[report.verdict.leader].requests;
  return fmt::format("--requests {}", 2 * requests);
}

}  // namespace

std::string cores_text(const tuning::CpuShare& cpus) {
  if (cpus.usable() == cpus.present) return base::counted(cpus.present, "core");
  return fmt::format("{:g} of {}", std::round(100 * cpus.usable()) / 100, base::counted(cpus.present, "core"));
}

std::string longer_words(const tuning::ComparisonStep& first, double seconds, std::size_t patterns) {
  const double asked = seconds * static_cast<double>(patterns);
  const double expected = std::chrono::duration<double>(*first.left).count();
  if (expected < 1.5 * asked + 1) return {};
  std::string text = fmt::format(
      "this takes about {:.0f} s and not {:.{}f} s: {} of {} pictures a pattern, so that every request runs a few "
      "times, after a look at every picture",
      expected, asked, asked < 10 ? 1 : 0, base::counted(first.rounds, "round"), first.pictures_a_round);
  if (first.rounds > tuning::PairedRatio::kFewestRounds && expected >= 10) {
    const double share = static_cast<double>(tuning::PairedRatio::kFewestRounds) / static_cast<double>(first.rounds);
    text += fmt::format("; --rounds {} takes about {:.0f} s", tuning::PairedRatio::kFewestRounds, expected * share);
  }
  return text;
}

std::string verdict_words(const tuning::BenchReport& report) {
  const tuning::Verdict& verdict = report.verdict;
  const std::string leader = name_of(report, verdict.leader);
  if (!verdict.enough_rounds) {
    const std::string few = fmt::format("too few rounds to tell ({} are needed)", tuning::PairedRatio::kFewestRounds);
    if (!leads_in_the_table(report)) return few + ".";
    if (verdict.leader == 0) return fmt::format("{}; {} was in front.", few, leader);
    return fmt::format("{}; {} was in front, {:.2f}x as fast as sync.", few, leader, verdict.lead[0].median);
  }
  const std::string behind = leads(report);
  if (verdict.decided()) return leader + (behind.empty() ? " is fastest." : fmt::format(" is fastest: {}.", behind));
  const std::string level = names_in_front(report) + " cannot be told apart in these rounds";
  return behind.empty() ? level + "." : fmt::format("{}; {} is {}.", level, leader, behind);
}

std::string next_step(const tuning::BenchReport& report) {
  const tuning::Verdict& verdict = report.verdict;
  const PerformanceHint hint = report.setup.asked.hint;
  const tuning::CpuShare& cpus = report.setup.cpus;
  if (!verdict.enough_rounds) return "--rounds 10, so that a difference can be told from noise.";
  if (hint == PerformanceHint::kLatency) {
    return "--hint throughput: the device then runs several requests side by side, which is what a queue is for.";
  }
  if (starts_too_many_threads(report.setup)) {
    return fmt::format(
        "--threads {:.0f}: the device starts a thread for each of {}, and a quota leaves this process {}.",
        std::ceil(cpus.usable()), base::counted(cpus.allowed, "core"), cores_text(cpus));
  }
  const double busy = report.summaries[verdict.leader].occupancy.busy_share();
  if (busy < kBusy) {
    return fmt::format("{}: even with {} the device had nothing to do {:.0f} % of the time.", try_more_requests(report),
                       name_of(report, verdict.leader), 100 * (1 - busy));
  }
  if (one_at_a_time(report.setup) && runs_on_cpu(report.setup) && cpus.usable() < 2) {
    return fmt::format("more cores: this process may use {}, and one request keeps that busy.", cores_text(cpus));
  }
  if (one_at_a_time(report.setup)) {
    return "--streams 2: the device runs one request at a time now, so more requests can only wait.";
  }
  if (!verdict.decided()) {
    return fmt::format("--rounds {} --time {:.0f} tells smaller differences; until then take the simplest: {}.",
                       3 * report.comparison.rounds, 3 * report.seconds,
                       name_of(report, simplest_of_the_fastest(verdict)));
  }
  return try_more_requests(report) + " to see whether still more help, and --hint latency for the shortest wait.";
}

std::string mismatch_words(const tuning::BenchReport& report) {
  const tuning::Mismatch& mismatch = *report.comparison.mismatch;
  return fmt::format(
      "{}: '{}' {}, which is what '{}' found; patterns that find different things are not compared by speed. Try "
      "--precision f32 and one device instead of AUTO; a model with random numbers or a state inside cannot be "
      "compared",
      report.pictures[mismatch.picture], name_of(report, mismatch.pattern), mismatch.difference, name_of(report, 0));
}

}  // namespace millrace::cli
