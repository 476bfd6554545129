#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "millrace/models/detector.hpp"
#include "millrace/queue/compile_options.hpp"
#include "tuning/comparison.hpp"
#include "tuning/cpu_share.hpp"
#include "tuning/pattern_summary.hpp"
#include "tuning/pictures_in_memory.hpp"
#include "tuning/verdict.hpp"

namespace millrace::tuning {

/// What was compiled, and what the device made of it.
struct BenchSetup {
  std::string model;                         ///< as it was given
  std::string family;                        ///< "yolov5"
  Sourced<GraphForm> graph = {};             ///< cut at its heads, or uncut
  Size input;                                ///< what pictures are fitted into
  PixelType input_type = PixelType::kU8;     ///< as which they go in
  CompileOptions asked;                      ///< device, hint and the rest, as asked for
  std::vector<std::string> running_on = {};  ///< EXECUTION_DEVICES
  std::string precision = {};                ///< that really runs: "bf16"
  std::optional<std::string> streams = {};   ///< NUM_STREAMS, if the device reports it
  std::size_t optimal_requests = 0;          ///< OPTIMAL_NUMBER_OF_INFER_REQUESTS
  bool from_cache = false;
  CpuShare cpus = {};  ///< of this machine, usable by this process
};

/// Everything that `millrace bench` found out.
struct BenchReport {
  BenchSetup setup;
  double seconds = 0;                 ///< measuring time per pattern, as asked for
  std::vector<std::string> pictures;  ///< paths of those in memory
  std::size_t left_out = 0;           ///< pictures beyond the limits
  PictureLimits limits = {};
  Comparison comparison;
  std::vector<PatternSummary> summaries = {};  ///< by pattern; empty without a complete round
  Verdict verdict = {};                        ///< means nothing without a complete round
};

/// Describes what a detector was compiled to.
BenchSetup describe_setup(const Detector& detector, const CompileOptions& asked);

/// Summaries and verdict of a finished comparison.
BenchReport make_bench_report(BenchSetup setup, double seconds, const PicturesInMemory& memory, Comparison comparison);

}  // namespace millrace::tuning
