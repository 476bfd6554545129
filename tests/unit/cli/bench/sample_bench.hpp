#pragma once

#include <string>
#include <vector>

#include "tuning/bench_report.hpp"

namespace millrace::cli {

/// How one pattern of a made-up bench run did.
struct SamplePattern {
  std::string name;
  std::size_t requests = 1;
  std::vector<double> pictures_per_second = {};  ///< of each round
  double busy_share = 1;
};

/// A round of one second on two cores, of which the process used one.
inline tuning::RoundMeasure sample_round(double pictures_per_second, double busy_share) {
  const auto pictures = static_cast<std::size_t>(pictures_per_second);
  return {.pictures = pictures,
          .occupancy = {.window = Milliseconds(1000.0 * static_cast<double>(pictures) / pictures_per_second),
                        .busy = Milliseconds(1000 * busy_share),
                        .running = Milliseconds(1500)},
          .cpu = Milliseconds(1000),
          .latencies_ms = std::vector<double>(pictures, 40.0),
          .infer_ms = std::vector<double>(pictures, 35.0)};
}

inline tuning::BenchReport sample_bench(const std::vector<SamplePattern>& patterns,
                                        PerformanceHint hint = PerformanceHint::kThroughput) {
  tuning::Comparison comparison{.pictures_a_round = 30, .results_checked = 1234, .detections = 7};
  for (const SamplePattern& pattern : patterns) {
    comparison.patterns.push_back({.name = pattern.name, .requests = pattern.requests});
    for (const double speed : pattern.pictures_per_second) {
      comparison.patterns.back().rounds.push_back(sample_round(speed, pattern.busy_share));
    }
    comparison.rounds = pattern.pictures_per_second.size();
  }
  tuning::BenchSetup setup{.model = "models/yolov5n.onnx",
                           .family = "yolov5",
                           .graph = {GraphForm::kCut, "3 heads of 255 channels"},
                           .input = {640, 640},
                           .input_type = PixelType::kBf16,
                           .asked = {.device = "AUTO", .hint = hint},
                           .running_on = {"CPU"},
                           .precision = "bf16",
                           .streams = "2",
                           .optimal_requests = 2,
                           .cpus = {.present = 2, .allowed = 2}};
  return tuning::make_bench_report(std::move(setup), 10, {.paths = {"a.jpg", "b.jpg"}}, std::move(comparison));
}

/// Ten rounds of about this speed.
inline std::vector<double> ten_rounds(double speed) {
  std::vector<double> speeds;
  for (int i = 0; i < 10; ++i) speeds.push_back(speed * (1 + 0.001 * (i % 3)));
  return speeds;
}

/// Ten rounds, now a little above this speed, now a little below.
inline std::vector<double> ten_wavering_rounds(double speed) {
  std::vector<double> speeds;
  for (int i = 0; i < 10; ++i) speeds.push_back(speed * (i % 2 == 0 ? 1.05 : 0.96));
  return speeds;
}

/// Four patterns of which the last one wins clearly.
inline std::vector<SamplePattern> clear_winner() {
  return {{.name = "sync", .requests = 1, .pictures_per_second = ten_rounds(28)},
          {.name = "two in turn", .requests = 2, .pictures_per_second = ten_rounds(50)},
          {.name = "queue", .requests = 2, .pictures_per_second = ten_rounds(51)},
          {.name = "queue ahead", .requests = 4, .pictures_per_second = ten_rounds(56)}};
}

/// The same with a tie in front.
inline std::vector<SamplePattern> tie_in_front() {
  auto patterns = clear_winner();
  patterns[1].pictures_per_second = ten_wavering_rounds(56);
  return patterns;
}

}  // namespace millrace::cli
