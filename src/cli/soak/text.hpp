#pragma once

#include <string>

#include "tuning/soak.hpp"

namespace millrace::cli {

/// The report for people: the account, what went wrong, throughput, memory, and the verdict.
std::string soak_text(const tuning::SoakReport& report);

/// What is wrong, such as "2 results mixed up, 1 stall"; empty when all is sound.
std::string unsound_words(const tuning::SoakReport& report);

}  // namespace millrace::cli
