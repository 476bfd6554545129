#pragma once

#include <chrono>

#include "millrace/base/clock.hpp"

namespace millrace {

/// `ms` milliseconds after the beginning of these tests' time.
inline Clock::time_point at(int ms) {
  return Clock::time_point{} + std::chrono::milliseconds(ms);
}

}  // namespace millrace
