#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "millrace/queue/compile_options.hpp"
#include "openvino/runtime/core.hpp"
#include "tuning/paired_ratio.hpp"
#include "tuning/process_usage.hpp"

namespace millrace::tuning {

struct SoakOptions {
  CompileOptions compile = {.precision = Precision::kF32};
  std::size_t requests = 0;  ///< 0: twice the device's optimal number
  std::chrono::duration<double> time{60};
  std::uint64_t seed = 1;  ///< of the producers' choices; the timing of device and threads stays random
  /// A stall: something runs, and nothing has completed for this long.
  std::chrono::milliseconds stall_timeout = std::chrono::seconds(10);
};

/// What became of the jobs: once all have ended, submitted = succeeded + failed + stopped + dropped.
struct JobAccount {
  std::uint64_t submitted = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  std::uint64_t stopped = 0;
  std::uint64_t dropped = 0;

  bool balanced() const noexcept { return submitted == succeeded + failed + stopped + dropped; }
  JobAccount& operator+=(const JobAccount& other) noexcept;
};

struct SoakReport {
  std::string device;                        ///< as asked for
  std::vector<std::string> running_on = {};  ///< EXECUTION_DEVICES
  std::string precision = {};                ///< what the model really runs in: "f32"
  std::size_t requests = 0;
  std::uint64_t seed = 0;
  double seconds = 0;

  JobAccount jobs = {};          ///< of all queues together, as they counted
  std::uint64_t refused = 0;     ///< submissions that rightly threw or were turned down: no jobs
  std::uint64_t queues = 0;      ///< made and destroyed, most with jobs in flight
  std::uint64_t thrown = 0;      ///< exceptions thrown by continuations on purpose
  std::uint64_t mismatched = 0;  ///< results that belong to another job, or successes of jobs that had to fail
  std::uint64_t unexpected = 0;  ///< jobs that failed although nothing was wrong with them
  std::uint64_t doubled = 0;     ///< jobs with a second outcome
  std::uint64_t lost = 0;        ///< jobs that ended without an outcome, or never
  bool balanced = false;         ///< the queues' accounts add up, and agree with what the producers saw

  std::uint64_t stalls = 0;
  std::vector<std::string> stall_texts = {};
  bool finished = false;  ///< false when the producers did not return: the threads that hang were left behind

  std::size_t rounds = 0;
  std::vector<double> per_second = {};       ///< inferences, round by round, under all that
  std::vector<double> loop_per_second = {};  ///< of a plain loop that restarts its requests, in the same rounds
  PairedRatio throughput = {};               ///< of the former to the latter

  ProcessUsage before = {};  ///< after the first round, when everything has been used once
  ProcessUsage after = {};   ///< at the end of the last
  bool interrupted = false;

  /// Nothing lost, doubled, mixed up, unbalanced or stalled.
  bool sound() const noexcept;
};

/// Progress: called after each round.
using SoakProgress = std::function<void(std::size_t round, std::size_t rounds, const JobAccount& jobs)>;

/// Lets eight producers treat one queue as badly as users may, while other queues come and go on the same model:
/// submissions, slots, faults, wrong inputs, cancels, deadlines, dropped jobs, continuations that throw and that
/// submit. Every payload is verified and every job accounted for. In turn, a plain loop of requests on the same
/// compiled model runs for as long, to compare throughput. The model is made in code: it returns its input after about
/// a millisecond of work, and can fail on demand (not on BATCH).
///
/// Throws Error kDevice when the device is not usable.
SoakReport run_soak(ov::Core& core, const SoakOptions& options, const std::stop_token& stop,
                    const SoakProgress& progress = {});

}  // namespace millrace::tuning
