#pragma once

#include <condition_variable>
#include <mutex>

#include "base/thread_annotations.hpp"
#include "millrace/base/clock.hpp"

namespace millrace::base {

/// std::mutex with the attributes that let clang check which fields it guards.
class MILLRACE_CAPABILITY("mutex") Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock() MILLRACE_ACQUIRE() { mutex_.lock(); }
  void unlock() MILLRACE_RELEASE() { mutex_.unlock(); }

 private:
  friend class MutexLock;
  std::mutex mutex_;
};

/// Holds a Mutex for a scope; unlock() ends the hold early, lock() takes it again.
class MILLRACE_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) MILLRACE_ACQUIRE(mutex) : lock_(mutex.mutex_) {}
  ~MutexLock() MILLRACE_RELEASE() = default;
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

  void unlock() MILLRACE_RELEASE() { lock_.unlock(); }
  void lock() MILLRACE_ACQUIRE() { lock_.lock(); }

 private:
  friend class CondVar;
  std::unique_lock<std::mutex> lock_;
};

/// A condition variable for MutexLock. Wait in a loop: `while (!ready_) changed_.wait(lock);`
class CondVar {
 public:
  void wait(MutexLock& lock) { cv_.wait(lock.lock_); }
  /// False when `deadline` passed first.
  bool wait_until(MutexLock& lock, Clock::time_point deadline) {
    return cv_.wait_until(lock.lock_, deadline) == std::cv_status::no_timeout;
  }
  void notify_one() noexcept { cv_.notify_one(); }
  void notify_all() noexcept { cv_.notify_all(); }

 private:
  std::condition_variable cv_;
};

}  // namespace millrace::base
