#include "cli/bench/text.hpp"

#include <cmath>
#include <filesystem>
#include <string_view>

#include "base/counted.hpp"
#include "cli/bench/words.hpp"
#include "cli/text/number_text.hpp"
#include "cli/text/text_layout.hpp"

namespace millrace::cli {
namespace {

std::string setup_words(const tuning::BenchSetup& setup) {
  std::string text = setup.asked.device;
  if (const std::string running_on = joined(setup.running_on); running_on != setup.asked.device) {
    text += " (" + running_on + ")";
  }
  text += " in " + setup.precision + ", hint " + std::string(to_string(setup.asked.hint));
  if (setup.asked.hint_requests) text += " for " + base::counted(*setup.asked.hint_requests, "request");
  if (setup.streams) text += ", " + *setup.streams + (*setup.streams == "1" ? " stream" : " streams");
  text += ", " + base::counted(setup.optimal_requests, "request") + " optimal";
  return text + (setup.from_cache ? ", from the model cache" : "");
}

/// What kept the pictures that were left out from memory.
std::string limit_words(const tuning::BenchReport& report) {
  const std::string left_out = std::to_string(report.left_out) + " more left out: ";
  if (report.pictures.size() >= report.limits.pictures) return left_out + "--pictures takes more";
  return left_out + "they would take more than " + std::to_string(report.limits.bytes >> 30U) + " GiB";
}

std::string heading(const tuning::BenchReport& report) {
  const tuning::BenchSetup& setup = report.setup;
  const tuning::Comparison& comparison = report.comparison;
  const std::string file = std::filesystem::path(setup.model).filename().string();
  std::string pictures = std::to_string(report.pictures.size()) + " in memory";
  if (report.left_out > 0) pictures = "the first " + pictures + " (" + limit_words(report) + ")";
  return paragraph("model", file + ": " + setup.family + ", " + to_string(setup.input)) +
         paragraph("runs on", setup_words(setup)) +
         paragraph("pictures", pictures + ", decoded beforehand; letterbox, inference, boxes and NMS are measured") +
         paragraph("rounds", std::to_string(comparison.rounds) + " of " +
                                 base::counted(comparison.pictures_a_round, "picture") +
                                 " a pattern, in changing order, after a warm-up of every request");
}

/// "1.38-1.94", "9.0-12.6": both ends with the digits that suit the larger one. "15.1-15.7k" from 10,000 on.
std::string range_text(double low, double high) {
  if (high >= 9999.5) {
    const int digits = high < 99'950 ? 1 : 0;
    return fixed(low / 1000, digits) + "-" + fixed(high / 1000, digits) + "k";
  }
  return fixed(low, digits_of(high)) + "-" + short_number(high);
}

std::string percent(double share) {
  return fixed(100 * share, 0) + "%";
}

/// One line of the table, each cell given as text.
struct Row {
  std::string pattern, requests, rate, rate_range, ratio, ratio_range, p50, p99, busy, running, cpu;
};

std::string line_of(const Row& row) {
  return pad_right(row.pattern, 11) + pad_left(row.requests, 5) + pad_left(row.rate, 7) + " " +
         pad_right(row.rate_range, 10) + pad_left(row.ratio, 7) + " " + pad_right(row.ratio_range, 9) +
         pad_left(row.p50, 6) + pad_left(row.p99, 6) + pad_left(row.busy, 6) + pad_left(row.running, 6) +
         pad_left(row.cpu, 5) + "\n";
}

std::string pattern_line(const tuning::BenchReport& report, std::size_t i) {
  const tuning::PatternSummary& summary = report.summaries[i];
  const Spread& rate = summary.pictures_per_second;
  const tuning::PairedRatio& ratio = summary.against_first;
  const bool has_range = i != 0 && std::isfinite(ratio.high);
  return line_of({.pattern = report.comparison.patterns[i].name,
                  .requests = std::to_string(report.comparison.patterns[i].requests),
                  .rate = short_number(rate.middle),
                  .rate_range = range_text(rate.low, rate.high),
                  .ratio = fixed(ratio.median, 2) + "x",
                  .ratio_range = has_range ? range_text(ratio.low, ratio.high) : "",
                  .p50 = short_number(summary.latency.p50.count()),
                  .p99 = short_number(summary.latency.p99.count()),
                  .busy = percent(summary.occupancy.busy_share()),
                  .running = fixed(summary.occupancy.mean_running(), 2),
                  .cpu = percent(summary.cpu_share(report.setup.cpus.usable()))});
}

std::string table(const tuning::BenchReport& report, const Terminal& terminal) {
  const std::string groups = pad_right("", 11) + pad_left("", 6) + pad_right("pictures/s", 18) +
                             pad_right("as fast as sync", 20) + pad_right("latency, ms", 13) + pad_left("device", 10) +
                             "\n";
  const std::string names = line_of({.pattern = "pattern",
                                     .requests = "req.",
                                     .rate = "median",
                                     .rate_range = "half",
                                     .ratio = "median",
                                     .ratio_range = "95 %",
                                     .p50 = "p50",
                                     .p99 = "p99",
                                     .busy = "busy",
                                     .running = "jobs",
                                     .cpu = "CPU"});
  std::string text = bold(groups, terminal) + bold(names, terminal);
  for (std::size_t i = 0; i < report.summaries.size(); ++i) text += pattern_line(report, i);
  return text;
}

std::string legend(const tuning::BenchSetup& setup) {
  return paragraph("queue ahead",
                   "more requests than the device runs side by side: the excess waits in its own queue") +
         paragraph("req.", "infer requests that the pattern uses") +
         paragraph("half",
                   "half of the rounds lay between these; 95 %: so the median of the ratio, with 95 % certainty") +
         paragraph("latency", "of one picture, from the letterbox to its boxes") +
         paragraph("device", "busy: share of the time with at least one request running; jobs: how many, on average") +
         paragraph("CPU", "use of " + cores_text(setup.cpus) + " by the whole process");
}

std::string conclusion(const tuning::BenchReport& report) {
  const tuning::Comparison& comparison = report.comparison;
  return paragraph("detections", "equal: " + base::counted(comparison.results_checked, "result") +
                                     " checked against sync; " + base::counted(comparison.detections, "object") +
                                     " in " + base::counted(report.pictures.size(), "picture")) +
         paragraph("verdict", verdict_words(report)) + paragraph("next", next_step(report));
}

}  // namespace

std::string bench_text(const tuning::BenchReport& report, const Terminal& terminal) {
  return heading(report) + "\n" + table(report, terminal) + "\n" + dim(legend(report.setup), terminal) + "\n" +
         conclusion(report);
}

}  // namespace millrace::cli
