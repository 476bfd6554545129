#pragma once

#include <chrono>

namespace millrace {

/// The clock behind every time point in this library: monotonic.
using Clock = std::chrono::steady_clock;

/// A duration in fractional milliseconds.
using Milliseconds = std::chrono::duration<double, std::milli>;

}  // namespace millrace
