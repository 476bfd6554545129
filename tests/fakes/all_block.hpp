#pragma once

#include <chrono>
#include <future>
#include <thread>

namespace millrace {

/// Waits until as many threads as there are calls are blocked in the queue (or the core); false when one of the calls
/// has returned instead.
template <class Queue, class... Results>
bool all_block(const Queue& queue, const std::future<Results>&... calls) {
  using std::chrono::seconds;
  const auto limit = std::chrono::steady_clock::now() + seconds(60);  // a test that would hang fails
  while (queue.stats().blocked < sizeof...(calls)) {
    if (((calls.wait_for(seconds(0)) == std::future_status::ready) || ...)) return false;
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace millrace
