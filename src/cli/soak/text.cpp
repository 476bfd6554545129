#include "cli/soak/text.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "cli/text/number_text.hpp"
#include "cli/text/text_layout.hpp"
#include "millrace/tuning/statistics.hpp"

namespace millrace::cli {
namespace {

std::string jobs_words(const tuning::SoakReport& report) {
  const tuning::JobAccount& jobs = report.jobs;
  return fmt::format("{} submitted = {} succeeded + {} failed + {} stopped + {} dropped{}", jobs.submitted,
                     jobs.succeeded, jobs.failed, jobs.stopped, jobs.dropped,
                     report.balanced ? "" : ": it does not add up");
}

std::string throughput_words(const tuning::SoakReport& report) {
  const tuning::PairedRatio& ratio = report.throughput;
  if (ratio.median <= 0) return "not measured";
  std::string text = fmt::format("{} inferences/s amid all that, {:.3f}x those of a plain loop of requests",
                                 short_number(median(report.per_second)), ratio.median);
  if (std::isfinite(ratio.high)) text += fmt::format(" (95 %: {:.3f}-{:.3f})", ratio.low, ratio.high);
  return fmt::format("{}, in {}", text, base::counted(report.rounds, "round"));
}

std::string mebibytes(std::int64_t bytes) {
  constexpr double kMebibyte = 1024.0 * 1024.0;
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / kMebibyte);
}

std::string usage_words(const tuning::SoakReport& report) {
  const tuning::ProcessUsage& before = report.before;
  const tuning::ProcessUsage& after = report.after;
  const auto pair = [](std::size_t from, std::size_t to) { return fmt::format("{} -> {}", from, to); };
  return fmt::format("{} -> {} resident, {} threads, {} files", mebibytes(before.rss_bytes), mebibytes(after.rss_bytes),
                     pair(before.threads, after.threads), pair(before.files, after.files));
}

void add(std::vector<std::string>& faults, std::uint64_t count, const char* what) {
  if (count > 0) faults.push_back(fmt::format("{} {}", count, what));
}

}  // namespace

std::string unsound_words(const tuning::SoakReport& report) {
  std::vector<std::string> faults;
  add(faults, report.lost, "lost");
  add(faults, report.doubled, "with two outcomes");
  add(faults, report.mismatched, "with another job's result");
  add(faults, report.unexpected, "failed without a fault");
  if (report.stalls > 0) faults.push_back(base::counted(report.stalls, "stall"));
  if (!report.finished) faults.emplace_back("producers hang");
  if (faults.empty() && !report.balanced) faults.emplace_back("the account does not balance");
  return fmt::format("{}", fmt::join(faults, ", "));
}

std::string soak_text(const tuning::SoakReport& report) {
  std::string text =
      paragraph("runs on", fmt::format("{}, {}, 8 producers, seed {}, for {:.1f} s", report.device,
                                       base::counted(report.requests, "request"), report.seed, report.seconds)) +
      paragraph("jobs", jobs_words(report)) +
      paragraph("besides", fmt::format("{} submissions refused as they should be, {} continuations that threw, "
                                       "{} queues made and destroyed",
                                       report.refused, report.thrown, report.queues)) +
      paragraph("throughput", throughput_words(report)) + paragraph("process", usage_words(report));
  for (const std::string& stall : report.stall_texts) text += stall + "\n";
  const std::string unsound = unsound_words(report);
  return text + paragraph("verdict", unsound.empty() ? "sound: every job ended once, with its own result" : unsound);
}

}  // namespace millrace::cli
