#pragma once

#include <cstddef>

#include "base/mutex.hpp"
#include "millrace/base/clock.hpp"

namespace millrace::tuning {

/// Lets `threads` threads go round only while it is open, and tells when all of them have stopped. Thread-safe.
class Turnstile {
 public:
  explicit Turnstile(std::size_t threads) noexcept : threads_(threads) {}
  Turnstile(const Turnstile&) = delete;
  Turnstile& operator=(const Turnstile&) = delete;

  /// For the threads: waits while closed. False once ended.
  bool pass();

  void open();
  /// Closes, and waits until every thread waits in pass(). False when `until` comes first.
  bool close(Clock::time_point until);
  /// Every pass() returns false from now on.
  void end();

 private:
  enum class State { kClosed, kOpen, kOver };

  void set(State state);

  const std::size_t threads_;
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  State state_ MILLRACE_GUARDED_BY(mutex_) = State::kClosed;
  std::size_t standing_ MILLRACE_GUARDED_BY(mutex_) = 0;
};

}  // namespace millrace::tuning
