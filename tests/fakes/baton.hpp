#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.hpp"

namespace millrace {

/// Threads of which only one runs at a time: whoever holds the baton. It changes hands at step() alone, and a seed
/// decides to whom, so that an interleaving that fails can be run again. What blocks a thread by other means than
/// step() blocks all of them.
class Baton {
 public:
  explicit Baton(std::uint64_t seed) : random_(seed) {}
  Baton(const Baton&) = delete;
  Baton& operator=(const Baton&) = delete;

  /// For the thread that holds it: gives it to any thread that has not ended, itself included. Does nothing on others.
  void step() {
    if (mine == nullptr) return;
    base::MutexLock lock(mutex_);
    pass_on();
    wait_for_turn(lock);
  }

  /// Runs all of `bodies` to their ends.
  void run(std::vector<std::function<void()>> bodies) {
    {
      const base::MutexLock lock(mutex_);
      for (std::size_t i = 0; i < bodies.size(); ++i) alive_.push_back(i);
    }
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      threads.emplace_back([this, i, body = std::move(bodies[i])] {
        mine = &i;
        {
          base::MutexLock lock(mutex_);
          wait_for_turn(lock);
        }
        body();
        base::MutexLock lock(mutex_);
        std::erase(alive_, i);
        if (!alive_.empty()) pass_on();
      });
    }
    base::MutexLock lock(mutex_);
    pass_on();
  }

  /// A number below `below`, drawn by the thread that holds the baton.
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

 private:
  void pass_on() MILLRACE_REQUIRES(mutex_) {
    holder_ = alive_[pick(alive_.size())];
    changed_.notify_all();
  }

  void wait_for_turn(base::MutexLock& lock) MILLRACE_REQUIRES(mutex_) {
    while (holder_ != *mine) changed_.wait(lock);
  }

  inline static thread_local const std::size_t* mine = nullptr;

  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
  std::mt19937_64 random_;  // used by the holder alone
  base::Mutex mutex_;
  base::CondVar changed_;
  std::size_t holder_ MILLRACE_GUARDED_BY(mutex_) = kNobody;
  std::vector<std::size_t> alive_ MILLRACE_GUARDED_BY(mutex_);
};

}  // namespace millrace
