#include "tuning/turnstile.hpp"

namespace millrace::tuning {

bool Turnstile::pass() {
  base::MutexLock lock(mutex_);
  if (state_ == State::kClosed) {
    ++standing_;
    changed_.notify_all();
    while (state_ == State::kClosed) changed_.wait(lock);
    --standing_;
  }
  return state_ == State::kOpen;
}

void Turnstile::set(State state) {
  const base::MutexLock lock(mutex_);
  state_ = state;
  changed_.notify_all();
}

void Turnstile::open() {
  set(State::kOpen);
}

void Turnstile::end() {
  set(State::kOver);
}

bool Turnstile::close(Clock::time_point until) {
  set(State::kClosed);
  base::MutexLock lock(mutex_);
  while (standing_ < threads_) {
    if (!changed_.wait_until(lock, until) && standing_ < threads_) return false;
  }
  return true;
}

}  // namespace millrace::tuning
