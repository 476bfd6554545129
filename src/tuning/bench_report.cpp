#include "tuning/bench_report.hpp"

#include <utility>

#include "millrace/queue/device_properties.hpp"

namespace millrace::tuning {

BenchSetup describe_setup(const Detector& detector, const CompileOptions& asked) {
  const ModelSpec& spec = detector.spec();
  const ov::CompiledModel& model = detector.compiled_model();
  return {.model = spec.path,
          .family = spec.family.value,
          .graph = spec.graph,
          .input = spec.input_size.value,
          .input_type = spec.input_type.value,
          .asked = asked,
          .running_on = detector.execution_devices(),
          .precision = detector.precision(),
          .streams = resolved_property(model, "NUM_STREAMS"),
          .optimal_requests = optimal_requests(model),
          .from_cache = detector.loaded_from_cache(),
          .cpus = cpu_share()};
}

BenchReport make_bench_report(BenchSetup setup, double seconds, const PicturesInMemory& memory, Comparison comparison) {
  BenchReport report{.setup = std::move(setup),
                     .seconds = seconds,
                     .pictures = memory.paths,
                     .left_out = memory.left_out,
                     .limits = memory.limits,
                     .comparison = std::move(comparison)};
  if (report.comparison.rounds == 0) return report;
  std::vector<std::vector<double>> speeds;
  for (const PatternRounds& pattern : report.comparison.patterns) {
    report.summaries.push_back(summarise(pattern, report.comparison.patterns.front()));
    speeds.push_back(pattern.pictures_per_second());
  }
  report.verdict = judge(speeds);
  return report;
}

}  // namespace millrace::tuning
