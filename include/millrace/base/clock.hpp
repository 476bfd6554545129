#pragma once

#include <chrono>

namespace millrace {

/// The clock of every time point in this library: it never jumps.
using Clock = std::chrono::steady_clock;

/// A duration in milliseconds with fractions.
using Milliseconds = std::chrono::duration<double, std::milli>;

}  // namespace millrace
