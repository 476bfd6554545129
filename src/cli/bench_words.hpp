#pragma once

#include <string>

#include "cli/bench_report.hpp"

namespace millrace::cli {

/// Which pattern is fastest, and by how much, as one paragraph without a line break.
///
/// Example: "queue ahead is fastest; it beats queue 1.04x (1.02-1.06), sync 1.96x (1.90-2.01)."
std::string verdict_words(const BenchReport& report);

/// What to try next, given what was found: one sentence with an option to type.
std::string next_step(const BenchReport& report);

/// The sentence about a report whose comparison ended with a mismatch: picture, pattern, difference and what to try.
std::string mismatch_words(const BenchReport& report);

}  // namespace millrace::cli
