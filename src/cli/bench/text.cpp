#include "cli/bench/text.hpp"

#include <cmath>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "cli/bench/words.hpp"
#include "cli/text/number_text.hpp"
#include "cli/text/text_layout.hpp"

namespace millrace::cli {
namespace {

std::string setup_words(const tuning::BenchSetup& setup) {
  const std::string running_on = fmt::format("{}", fmt::join(setup.running_on, ", "));
  std::string text = setup.asked.device;
  if (running_on != setup.asked.device) text += fmt::format(" ({})", running_on);
  text += fmt::format(" in {}, hint {}", setup.precision, to_string(setup.asked.hint));
  if (setup.asked.hint_requests) text += " for " + base::counted(*setup.asked.hint_requests, "request");
  if (setup.streams) text += fmt::format(", {} {}", *setup.streams, *setup.streams == "1" ? "stream" : "streams");
  text += fmt::format(", {} optimal", base::counted(setup.optimal_requests, "request"));
  return text + (setup.from_cache ? ", from the model cache" : "");
}

/// Why pictures were left out.
std::string limit_words(const tuning::BenchReport& report) {
  if (report.pictures.size() >= report.limits.pictures) return "--pictures takes more";
  return fmt::format("they would take more than {} GiB", report.limits.bytes >> 30U);
}

std::string heading(const tuning::BenchReport& report) {
  const tuning::BenchSetup& setup = report.setup;
  const tuning::Comparison& comparison = report.comparison;
  const std::string file = std::filesystem::path(setup.model).filename().string();
  std::string pictures = fmt::format("{} in memory", report.pictures.size());
  if (report.left_out > 0) {
    pictures = fmt::format("the first {} ({} more left out: {})", pictures, report.left_out, limit_words(report));
  }
  return paragraph("model",
                   fmt::format("{}: {}, {} in {}, {} ({})", file, setup.family, to_string(setup.input),
                               to_string(setup.input_type), to_string(setup.graph.value), setup.graph.origin)) +
         paragraph("runs on", setup_words(setup)) +
         paragraph("pictures", pictures + ", decoded beforehand; letterbox, inference, boxes and NMS are measured") +
         paragraph("rounds", fmt::format("{} of {} a pattern, in changing order, after a warm-up of every request",
                                         comparison.rounds, base::counted(comparison.pictures_a_round, "picture")));
}

/// "1.38-1.94", "9.0-12.6": both ends with as many digits as suit the larger one. "15.1-15.7k" from 10,000 on.
std::string range_text(double low, double high) {
  if (high >= 9999.5) {
    const int digits = high < 99'950 ? 1 : 0;
    return fmt::format("{:.{}f}-{:.{}f}k", low / 1000, digits, high / 1000, digits);
  }
  return fmt::format("{:.{}f}-{}", low, digits_of(high), short_number(high));
}

std::string percent(double share) {
  return fmt::format("{:.0f}%", 100 * share);
}

/// One line of the table, each cell given as text.
struct Row {
  std::string pattern, requests, rate, rate_range, ratio, ratio_range, p50, p99, busy, running, cpu;
};

std::string line_of(const Row& row) {
  return fmt::format("{:<11}{:>5}{:>7} {:<10}{:>7} {:<9}{:>6}{:>6}{:>6}{:>6}{:>5}\n", row.pattern, row.requests,
                     row.rate, row.rate_range, row.ratio, row.ratio_range, row.p50, row.p99, row.busy, row.running,
                     row.cpu);
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
                  .ratio = fmt::format("{:.2f}x", ratio.median),
                  .ratio_range = has_range ? range_text(ratio.low, ratio.high) : "",
                  .p50 = short_number(summary.latency.p50.count()),
                  .p99 = short_number(summary.latency.p99.count()),
                  .busy = percent(summary.occupancy.busy_share()),
                  .running = fmt::format("{:.2f}", summary.occupancy.mean_running()),
                  .cpu = percent(summary.cpu_share(report.setup.cpus.usable()))});
}

std::string table(const tuning::BenchReport& report, const Terminal& terminal) {
  const std::string groups =
      fmt::format("{:17}{:18}{:20}{:13}{:>10}\n", "", "pictures/s", "as fast as sync", "latency, ms", "device");
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
         paragraph("CPU", fmt::format("use of {} by the whole process", cores_text(setup.cpus)));
}

std::string conclusion(const tuning::BenchReport& report) {
  const tuning::Comparison& comparison = report.comparison;
  return paragraph("detections", fmt::format("equal: {} checked against sync; {} in {}",
                                             base::counted(comparison.results_checked, "result"),
                                             base::counted(comparison.detections, "object"),
                                             base::counted(report.pictures.size(), "picture"))) +
         paragraph("verdict", verdict_words(report)) + paragraph("next", next_step(report));
}

}  // namespace

std::string bench_text(const tuning::BenchReport& report, const Terminal& terminal) {
  return fmt::format("{}\n{}\n{}\n{}", heading(report), table(report, terminal), dim(legend(report.setup), terminal),
                     conclusion(report));
}

}  // namespace millrace::cli
