#include "cli/soak/json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "cli/version.hpp"

namespace millrace::cli {
namespace {

using nlohmann::ordered_json;

ordered_json number_or_null(double value, bool known) {
  return known ? ordered_json(value) : ordered_json();
}

ordered_json usage_json(const tuning::ProcessUsage& usage) {
  return {{"rss_bytes", usage.rss_bytes}, {"threads", usage.threads}, {"files", usage.files}};
}

}  // namespace

std::string soak_json(const tuning::SoakReport& report) {
  const tuning::PairedRatio& ratio = report.throughput;
  const bool measured = ratio.median > 0;
  const bool bounded = measured && std::isfinite(ratio.high);
  const ordered_json json = {{"schema", 1},
                             {"millrace", millrace_version()},
                             {"openvino", openvino_version()},
                             {"device", report.device},
                             {"execution_devices", report.running_on},
                             {"requests", report.requests},
                             {"seed", report.seed},
                             {"seconds", report.seconds},
                             {"sound", report.sound()},
                             {"submitted", report.jobs.submitted},
                             {"succeeded", report.jobs.succeeded},
                             {"failed", report.jobs.failed},
                             {"stopped", report.jobs.stopped},
                             {"dropped", report.jobs.dropped},
                             {"balanced", report.balanced},
                             {"mismatched", report.mismatched},
                             {"unexpected", report.unexpected},
                             {"doubled", report.doubled},
                             {"lost", report.lost},
                             {"refused", report.refused},
                             {"continuations_thrown", report.thrown},
                             {"queues", report.queues},
                             {"stalls", report.stalls},
                             {"stall_reports", report.stall_texts},
                             {"finished", report.finished},
                             {"interrupted", report.interrupted},
                             {"rounds", report.rounds},
                             {"throughput_ratio", number_or_null(ratio.median, measured)},
                             {"throughput_low", number_or_null(ratio.low, bounded)},
                             {"throughput_high", number_or_null(ratio.high, bounded)},
                             {"per_second", report.per_second},
                             {"loop_per_second", report.loop_per_second},
                             {"rss_growth_bytes", report.after.rss_bytes - report.before.rss_bytes},
                             {"before", usage_json(report.before)},
                             {"after", usage_json(report.after)}};
  return base::json_text(json, 2) + "\n";
}

}  // namespace millrace::cli
