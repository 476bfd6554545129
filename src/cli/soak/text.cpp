#include "cli/soak/text.hpp"

#include <cmath>

#include "base/counted.hpp"
#include "cli/text/number_text.hpp"
#include "cli/text/text_layout.hpp"
#include "millrace/tuning/statistics.hpp"

namespace millrace::cli {
namespace {

std::string jobs_words(const tuning::SoakReport& report) {
  const tuning::JobAccount& jobs = report.jobs;
  return std::to_string(jobs.submitted) + " submitted = " + std::to_string(jobs.succeeded) + " succeeded + " +
         std::to_string(jobs.failed) + " failed + " + std::to_string(jobs.stopped) + " stopped + " +
         std::to_string(jobs.dropped) + " dropped" + (report.balanced ? "" : ": it does not add up");
}

std::string throughput_words(const tuning::SoakReport& report) {
  const tuning::PairedRatio& ratio = report.throughput;
  if (ratio.median <= 0) return "not measured";
  std::string text = short_number(median(report.per_second)) + " inferences/s amid all that, " +
                     fixed(ratio.median, 3) + "x those of a plain loop of requests";
  if (std::isfinite(ratio.high)) text += " (95 %: " + fixed(ratio.low, 3) + "-" + fixed(ratio.high, 3) + ")";
  return text + ", in " + base::counted(report.rounds, "round");
}

std::string mebibytes(std::int64_t bytes) {
  constexpr double kMebibyte = 1024.0 * 1024.0;
  return fixed(static_cast<double>(bytes) / kMebibyte, 1) + " MiB";
}

std::string usage_words(const tuning::SoakReport& report) {
  const tuning::ProcessUsage& before = report.before;
  const tuning::ProcessUsage& after = report.after;
  const auto pair = [](std::size_t from, std::size_t to) { return std::to_string(from) + " -> " + std::to_string(to); };
  return mebibytes(before.rss_bytes) + " -> " + mebibytes(after.rss_bytes) + " resident, " +
         pair(before.threads, after.threads) + " threads, " + pair(before.files, after.files) + " files";
}

void add(std::string& words, std::uint64_t count, const char* what) {
  if (count > 0) words += (words.empty() ? "" : ", ") + std::to_string(count) + " " + what;
}

}  // namespace

std::string unsound_words(const tuning::SoakReport& report) {
  std::string words;
  add(words, report.lost, "lost");
  add(words, report.doubled, "with two outcomes");
  add(words, report.mismatched, "with another job's result");
  add(words, report.unexpected, "failed without a fault");
  if (report.stalls > 0) words += (words.empty() ? "" : ", ") + base::counted(report.stalls, "stall");
  if (!report.finished) words += (words.empty() ? "" : ", ") + std::string("producers hang");
  if (words.empty() && !report.balanced) words = "the account does not balance";
  return words;
}

std::string soak_text(const tuning::SoakReport& report) {
  std::string text =
      paragraph("runs on", report.device + ", " + base::counted(report.requests, "request") + ", 8 producers, seed " +
                               std::to_string(report.seed) + ", for " + fixed(report.seconds, 1) + " s") +
      paragraph("jobs", jobs_words(report)) +
      paragraph("besides", std::to_string(report.refused) + " submissions refused as they should be, " +
                               std::to_string(report.thrown) + " continuations that threw, " +
                               std::to_string(report.queues) + " queues made and destroyed") +
      paragraph("throughput", throughput_words(report)) + paragraph("process", usage_words(report));
  for (const std::string& stall : report.stall_texts) text += stall + "\n";
  const std::string unsound = unsound_words(report);
  return text + paragraph("verdict", unsound.empty() ? "sound: every job ended once, with its own result" : unsound);
}

}  // namespace millrace::cli
