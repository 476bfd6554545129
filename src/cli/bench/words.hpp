#pragma once

#include <string>

#include "tuning/bench_report.hpp"

namespace millrace::cli {

/// Which pattern is fastest, and by how much, as one paragraph without a line break.
///
/// Example: "queue ahead is fastest: 1.04x queue (1.02-1.06), 1.96x sync (1.90-2.01)."
std::string verdict_words(const tuning::BenchReport& report);

/// What to try next, given what was found: one sentence with an option to type.
std::string next_step(const tuning::BenchReport& report);

/// The sentence about a comparison that ended with a mismatch: picture, pattern, difference and what to try.
std::string mismatch_words(const tuning::BenchReport& report);

/// "2 cores", "1.5 of 8 cores": what this process may use.
std::string cores_text(const tuning::CpuShare& cpus);

/// That a comparison takes much longer than the time asked for, and why; empty if it does not. `seconds` is the time
/// for each of the `patterns`; `first` is the first step whose remaining time is known.
std::string longer_words(const tuning::ComparisonStep& first, double seconds, std::size_t patterns);

}  // namespace millrace::cli
