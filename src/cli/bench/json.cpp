#include "cli/bench/json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "cli/version.hpp"

namespace millrace::cli {
namespace {

using nlohmann::ordered_json;

ordered_json setup_json(const tuning::BenchSetup& setup) {
  const auto or_null = [](const auto& value) { return value ? ordered_json(*value) : ordered_json(); };
  return {{"model", setup.model},
          {"family", setup.family},
          {"graph", {{"value", to_string(setup.graph.value)}, {"from", setup.graph.origin}}},
          {"input", {setup.input.width, setup.input.height}},
          {"input_type", to_string(setup.input_type)},
          {"device", setup.asked.device},
          {"execution_devices", setup.running_on},
          {"hint", to_string(setup.asked.hint)},
          {"hint_requests", or_null(setup.asked.hint_requests)},
          {"precision", setup.precision},
          {"streams", or_null(setup.streams)},
          {"optimal_requests", setup.optimal_requests},
          {"cores", setup.cpus.usable()},
          {"cores_present", setup.cpus.present}};
}

ordered_json ratio_json(const tuning::PairedRatio& ratio) {
  const bool known = std::isfinite(ratio.high);
  return {{"median", ratio.median},
          {"low", known ? ordered_json(ratio.low) : ordered_json()},
          {"high", known ? ordered_json(ratio.high) : ordered_json()}};
}

ordered_json percentiles_json(const tuning::Percentiles& ms) {
  return {{"p50", ms.p50.count()}, {"p90", ms.p90.count()}, {"p99", ms.p99.count()}};
}

ordered_json pattern_json(const tuning::PatternRounds& pattern, const tuning::PatternSummary& summary, double cores) {
  const Spread& speed = summary.pictures_per_second;
  return {
      {"name", pattern.name},
      {"requests", pattern.requests},
      {"pictures_per_second",
       {{"median", speed.middle}, {"q1", speed.low}, {"q3", speed.high}, {"rounds", pattern.pictures_per_second()}}},
      {"against_sync", ratio_json(summary.against_first)},
      {"latency_ms", percentiles_json(summary.latency)},
      {"infer_ms", percentiles_json(summary.infer)},
      {"busy_share", summary.occupancy.busy_share()},
      {"mean_in_flight", summary.occupancy.mean_running()},
      {"cpu_share", summary.cpu_share(cores)},
      {"cpu_ms_per_picture", summary.cpu_per_picture().count()}};
}

ordered_json equality_json(const tuning::BenchReport& report) {
  const tuning::Comparison& comparison = report.comparison;
  ordered_json json = {{"equal", !comparison.mismatch.has_value()},
                       {"results", comparison.results_checked},
                       {"detections", comparison.detections},
                       {"mismatch", nullptr}};
  if (const auto& mismatch = comparison.mismatch) {
    json["mismatch"] = {{"pattern", comparison.patterns[mismatch->pattern].name},
                        {"picture", report.pictures[mismatch->picture]},
                        {"difference", mismatch->difference}};
  }
  return json;
}

ordered_json verdict_json(const tuning::BenchReport& report) {
  if (report.summaries.empty()) return nullptr;
  const auto& patterns = report.comparison.patterns;
  const tuning::Verdict& verdict = report.verdict;
  ordered_json json = {{"fastest", patterns[verdict.leader].name},
                       {"decided", verdict.decided()},
                       {"level", ordered_json::array()},
                       {"against", ordered_json::object()}};
  for (const std::size_t i : verdict.level) json["level"].push_back(patterns[i].name);
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (i != verdict.leader) json["against"][patterns[i].name] = ratio_json(verdict.lead[i]);
  }
  return json;
}

}  // namespace

std::string bench_json(const tuning::BenchReport& report) {
  ordered_json json = {{"schema", 1}, {"millrace", millrace_version()}, {"openvino", openvino_version()}};
  json.update(setup_json(report.setup));
  json["pictures"] = report.pictures;
  json["pictures_left_out"] = report.left_out;
  json["pictures_a_round"] = report.comparison.pictures_a_round;
  json["rounds"] = report.comparison.rounds;
  json["stopped"] = report.comparison.stopped;
  json["patterns"] = ordered_json::array();
  for (std::size_t i = 0; i < report.summaries.size(); ++i) {
    json["patterns"].push_back(
        pattern_json(report.comparison.patterns[i], report.summaries[i], report.setup.cpus.usable()));
  }
  json["equal_detections"] = equality_json(report);
  json["verdict"] = verdict_json(report);
  return base::json_text(json, 2) + "\n";
}

}  // namespace millrace::cli
