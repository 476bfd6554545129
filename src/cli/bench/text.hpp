#pragma once

#include <string>

#include "cli/text/terminal.hpp"
#include "tuning/bench_report.hpp"

namespace millrace::cli {

/// The report for people, at most kLineWidth columns wide: what ran, a table with one line per pattern, whether the
/// detections are equal, which pattern is fastest, and what to try next. Needs at least one complete round.
std::string bench_text(const tuning::BenchReport& report, const Terminal& terminal);

}  // namespace millrace::cli
