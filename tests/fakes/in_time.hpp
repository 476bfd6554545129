#pragma once

#include <chrono>

#include <gtest/gtest.h>

namespace millrace {

/// Calls `attempt(time)` with ever longer times, up to 20 s, until it says that its time was enough; a test whose times
/// never are fails. For what must be done before a deadline or within a period: a busy machine may hold its thread up
/// anywhere, for as long as it likes.
template <class F>
void in_time(F attempt, std::chrono::milliseconds time = std::chrono::milliseconds(5)) {
  for (; time <= std::chrono::seconds(20); time *= 2) {
    if (attempt(time)) return;
  }
  ADD_FAILURE() << "no time was enough";
}

}  // namespace millrace
