#pragma once

#include <chrono>

namespace millrace {

/// Calls `attempt` with ever longer times until it says that it was done before the time was over. For a test that must
/// do something before a deadline passes: a busy machine may hold its thread up anywhere, for as long as it likes.
template <class F>
void in_time(F attempt) {
  for (std::chrono::milliseconds time(5); !attempt(time); time *= 2) {
  }
}

}  // namespace millrace
