#include "cli/bench_text.hpp"

#include <cmath>
#include <filesystem>
#include <string_view>

#include "base/counted.hpp"
#include "cli/bench_words.hpp"
#include "cli/number_text.hpp"
#include "cli/text_layout.hpp"

namespace millrace::cli {
namespace {

std::string setup_words(const BenchSetup& setup) {
  std::string text = setup.asked.device;
  if (const std::string running_on = joined(setup.running_on); running_on != setup.asked.device) {
    text += " (" + running_on + ")";
  }
  text += " in " + setup.precision + ", hint " + std::string(to_string(setup.asked.hint));
  if (setup.asked.hint_requests) text += " for " + counted(*setup.asked.hint_requests, "request");
  if (setup.streams) text += ", " + *setup.streams + (*setup.streams == "1" ? " stream" : " streams");
  text += ", " + counted(setup.optimal_requests, "request") + " optimal";
  return text + (setup.from_cache ? ", from the model cache" : "");
}

std::string heading(const BenchReport& report) {
  const BenchSetup& setup = report.setup;
  const Comparison& comparison = report.comparison;
  const std::string file = std::filesystem::path(setup.model).filename().string();
  std::string pictures = std::to_string(report.pictures.size()) + " in memory";
  if (report.left_out > 0) {
    pictures = "the first " + pictures + " (" + std::to_string(report.left_out) + " left out; --pictures takes more)";
  }
  return paragraph("model", file + ": " + setup.family + ", " + to_string(setup.input)) +
         paragraph("runs on", setup_words(setup)) +
         paragraph("pictures", pictures + ", decoded beforehand; letterbox, inference, boxes and NMS are measured") +
         paragraph("rounds", std::to_string(comparison.rounds) + " of " +
                                 counted(comparison.pictures_a_round, "picture") +
                                 " a pattern, in changing order, after a warm-up of every request");
}

/// "1.38-1.94", "9.0-12.6": both ends with the digits that suit the larger one.
std::string range_text(double low, double high) {
  return fixed(low, digits_of(high)) + "-" + short_number(high);
}

std::string percent(double share) {
  return fixed(100 * share, 0) + " %";
}

/// One line of the table, each cell given as text.
struct Row {
  std::string pattern, requests, rate, rate_range, ratio, ratio_range, p50, p90, p99, busy, in_flight, cpu;
};

std::string line_of(const Row& row) {
  return pad_right(row.pattern, 12) + pad_left(row.requests, 5) + pad_left(row.rate, 9) + "  " +
         pad_right(row.rate_range, 11) + pad_left(row.ratio, 7) + "  " + pad_right(row.ratio_range, 9) +
         pad_left(row.p50, 7) + pad_left(row.p90, 7) + pad_left(row.p99, 7) + pad_left(row.busy, 7) +
         pad_left(row.in_flight, 7) + pad_left(row.cpu, 7) + "\n";
}

std::string pattern_line(const BenchReport& report, std::size_t i) {
  const PatternSummary& summary = report.summaries[i];
  const Spread& rate = summary.pictures_per_second;
  const PairedRatio& ratio = summary.against_first;
  const bool has_range = i != 0 && std::isfinite(ratio.high);
  return line_of({.pattern = report.comparison.patterns[i].name,
                  .requests = std::to_string(report.comparison.patterns[i].requests),
                  .rate = short_number(rate.middle),
                  .rate_range = range_text(rate.low, rate.high),
                  .ratio = fixed(ratio.median, 2) + "x",
                  .ratio_range = has_range ? range_text(ratio.low, ratio.high) : "",
                  .p50 = short_number(summary.latency.p50.count()),
                  .p90 = short_number(summary.latency.p90.count()),
                  .p99 = short_number(summary.latency.p99.count()),
                  .busy = percent(summary.occupancy.busy_share()),
                  .in_flight = fixed(summary.occupancy.mean_running(), 2),
                  .cpu = percent(summary.cpu_share(report.setup.cores))});
}

std::string table(const BenchReport& report, const Terminal& terminal) {
  const std::string groups = pad_right("", 12) + pad_left("", 5) + pad_left("pictures/s", 15) + pad_left("", 7) +
                             pad_left("as fast as sync", 18) + pad_left("latency, ms", 18) + pad_left("device", 10) +
                             pad_left("in", 7) + pad_left("CPU", 7) + "\n";
  const std::string names = line_of({.pattern = "pattern",
                                     .requests = "req.",
                                     .rate = "median",
                                     .rate_range = "middle half",
                                     .ratio = "median",
                                     .ratio_range = "95 %",
                                     .p50 = "p50",
                                     .p90 = "p90",
                                     .p99 = "p99",
                                     .busy = "busy",
                                     .in_flight = "flight",
                                     .cpu = "use"});
  std::string text = bold(groups, terminal) + bold(names, terminal);
  for (std::size_t i = 0; i < report.summaries.size(); ++i) text += pattern_line(report, i);
  return text;
}

std::string legend(const BenchSetup& setup) {
  return paragraph("queue ahead",
                   "more requests than the device runs side by side: the excess waits in its own queue") +
         paragraph("req.", "infer requests that the pattern uses") +
         paragraph("latency", "of one picture, from the letterbox to its boxes") +
         paragraph("device busy",
                   "share of the time with at least one request running; in flight: how many, on average") +
         paragraph("CPU use", "of " + counted(setup.cores, "core") + ", by the whole process");
}

std::string conclusion(const BenchReport& report) {
  const Comparison& comparison = report.comparison;
  return paragraph("detections", "equal: " + counted(comparison.results_checked, "result") + " checked against sync; " +
                                     counted(comparison.detections, "object") + " in " +
                                     counted(report.pictures.size(), "picture")) +
         paragraph("verdict", verdict_words(report)) + paragraph("next", next_step(report));
}

}  // namespace

std::string bench_text(const BenchReport& report, const Terminal& terminal) {
  return heading(report) + "\n" + table(report, terminal) + "\n" + dim(legend(report.setup), terminal) + "\n" +
         conclusion(report);
}

}  // namespace millrace::cli
