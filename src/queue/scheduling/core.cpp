#include "queue/scheduling/core.hpp"

#include <atomic>
#include <thread>
#include <utility>

#include "millrace/base/error.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/thread_role.hpp"

namespace millrace::scheduling {
namespace {

std::atomic<std::size_t> leaked_cores = 0;

}  // namespace

/// A request must not be destroyed inside its own callback: OpenVINO would wait there for the callback to return.
struct Core::Deleter {
  void operator()(Core* core) const noexcept {
    if (!in_callback()) {
      delete core;
      return;
    }
    try {
      std::thread([core] { delete core; }).detach();
    } catch (...) {
      leaked_cores.fetch_add(1, std::memory_order_relaxed);
    }
  }
};

/// One thread in drain(): how many of the jobs before its call are still to end.
struct Core::Drain {
  std::uint64_t before = 0;
  std::size_t remaining = 0;
  CondVar became_empty;
};

std::shared_ptr<Core> Core::create(std::unique_ptr<Backend> backend, CoreOptions options) {
  std::shared_ptr<Core> core(new Core(std::move(backend), options), Deleter{});
  core->backend_->bind(
      [owner = core.get(), weak = std::weak_ptr<Core>(core)](std::size_t slot, std::exception_ptr error) {
        const CallbackScope scope(owner, slot);  // stands until the last step below has run, and `core` is let go
        complete(weak, slot, std::move(error));
      });
  return core;
}

Core::Core(std::unique_ptr<Backend> backend, CoreOptions options)
    : options_(options), backend_(std::move(backend)), line_(options.backlog), running_(backend_->size()) {
  free_.reserve(backend_->size());
  for (std::size_t slot = backend_->size(); slot-- > 0;) free_.push_back(slot);
}

std::size_t Core::leaked() noexcept {
  return leaked_cores.load(std::memory_order_relaxed);
}

// --- jobs in

void Core::submit(const std::shared_ptr<JobState>& job) {
  job->submitted = Clock::now();
  Waiter waiter;
  MutexLock lock(mutex_);
  throw_if_closed();
  if (const auto slot = place(job)) {
    lock.unlock();
    launch(*slot, job);
  } else if (in_continuation()) {
    line_.join_first(job);
    accept(*job);
  } else if (line_.has_room()) {
    line_.join(job);
    accept(*job);
  } else {
    line_.join_blocked(job, waiter);
    wait_for(waiter, lock, {});
  }
}

bool Core::try_submit(const std::shared_ptr<JobState>& job) {
  job->submitted = Clock::now();
  MutexLock lock(mutex_);
  throw_if_closed();
  if (const auto slot = place(job)) {
    lock.unlock();
    launch(*slot, job);
    return true;
  }
  if (!line_.has_room()) return false;
  line_.join(job);
  accept(*job);
  return true;
}

void Core::start(std::size_t slot, const std::shared_ptr<JobState>& job) {
  job->submitted = Clock::now();
  {
    MutexLock lock(mutex_);
    throw_if_closed();
    running_[slot] = job;
    accept(*job);
  }
  launch(slot, job);
}

void Core::fail(std::size_t slot, const std::shared_ptr<JobState>& job, std::exception_ptr error) {
  job->submitted = Clock::now();
  {
    MutexLock lock(mutex_);
    throw_if_closed();
    running_[slot] = job;
    accept(*job);
  }
  const Frame frame;
  settle(slot, std::move(error));
}

void Core::throw_if_closed() const {
  if (closed_) throw Error(ErrorCode::kClosed, "the queue is closed: it takes no more jobs; make a new queue to go on");
}

void Core::accept(JobState& job) {
  job.id = next_id_++;
  job.core = shared_from_this();
  ++pending_;
}

void Core::admit() {
  while (const auto admitted = line_.admit()) {
    accept(*admitted->job);
    admitted->waiter->settle(Waiter::State::kGranted);
  }
}

std::optional<std::size_t> Core::take_free_slot() {
  if (free_.empty()) return std::nullopt;
  const std::size_t slot = free_.back();
  free_.pop_back();
  return slot;
}

std::optional<std::size_t> Core::place(const std::shared_ptr<JobState>& job) {
  const auto slot = take_free_slot();
  if (slot) {
    running_[*slot] = job;
    accept(*job);
  }
  return slot;
}

void Core::wait_for(Waiter& waiter, MutexLock& lock, const std::stop_token& stop) {
  while (waiter.state == Waiter::State::kWaiting && !stop.stop_requested()) waiter.changed.wait(lock);
  if (waiter.state == Waiter::State::kClosed) throw_if_closed();
  if (waiter.state == Waiter::State::kWaiting) {
    line_.remove(waiter);
    admit();
    throw Stopped(StopReason::kCancelled);
  }
}

// --- leases

std::size_t Core::acquire(const std::stop_token& stop, const char* caller) {
  if (stop.stop_requested()) throw Stopped(StopReason::kCancelled);
  Waiter waiter;
  // Outside the lock at both ends: making and destroying it may run it.
  const std::stop_callback wake(stop, [&] {
    MutexLock lock(mutex_);
    waiter.changed.notify_all();
  });
  MutexLock lock(mutex_);
  throw_if_closed();
  std::optional<std::size_t> slot = take_free_slot();
  if (!slot) {
    if (in_continuation()) throw_would_deadlock(caller);
    line_.join_blocked(nullptr, waiter);
    wait_for(waiter, lock, stop);
    slot = waiter.slot;
  }
  lock.unlock();
  if (!in_callback_of(this, *slot)) backend_->wait(*slot);
  return *slot;
}

std::optional<std::size_t> Core::try_acquire() {
  MutexLock lock(mutex_);
  throw_if_closed();
  const auto slot = take_free_slot();
  lock.unlock();
  if (slot && !in_callback_of(this, *slot)) backend_->wait(*slot);
  return slot;
}

void Core::release(std::size_t slot) noexcept {
  const Frame frame;
  for (bool parked = false;; parked = true) {
    {
      MutexLock lock(mutex_);
      if (auto next = take_waiting_job(slot)) {
        Frame::push_start(std::move(next), slot);
        return;
      }
      if (parked) {
        if (line_.front() == nullptr) {
          free_.push_back(slot);
        } else {
          const Waiting acquirer = line_.pop();
          acquirer.waiter->slot = slot;
          acquirer.waiter->settle(Waiter::State::kGranted);
          admit();
        }
        return;
      }
    }
    backend_->park(slot);  // without the lock; then look again, a job may have come meanwhile
  }
}

std::shared_ptr<JobState> Core::take_waiting_job(std::size_t slot) {
  const Waiting* next = line_.front();
  if (next == nullptr || !next->job) return nullptr;
  Waiting taken = line_.pop();
  if (taken.waiter != nullptr) {
    accept(*taken.job);
    taken.waiter->settle(Waiter::State::kGranted);
  }
  running_[slot] = taken.job;
  admit();
  return std::move(taken.job);
}

// --- runs

void Core::launch(std::size_t slot, const std::shared_ptr<JobState>& job) noexcept {
  const Frame frame;
  try {
    if (!in_callback_of(this, slot)) backend_->wait(slot);  // the last completion's callback must have returned
    job->started = Clock::now();
    backend_->start(slot, *job);
  } catch (...) {
    settle(slot, std::current_exception());
  }
}

void Core::complete(const std::weak_ptr<Core>& weak, std::size_t slot, std::exception_ptr error) noexcept {
  const std::shared_ptr<Core> core = weak.lock();  // there: a core with a running job keeps itself alive
  const Frame frame;
  core->settle(slot, std::move(error));
}

void Core::settle(std::size_t slot, std::exception_ptr error) noexcept {
  const auto now = Clock::now();
  std::shared_ptr<JobState> job;
  {
    MutexLock lock(mutex_);
    job = std::move(running_[slot]);
  }
  try {
    if (!error) backend_->collect(slot, *job);
  } catch (...) {
    error = std::current_exception();
  }
  job->finished = now;
  job->error = std::move(error);

  std::shared_ptr<JobState> next;
  if (!options_.slot_follows_continuation) {
    MutexLock lock(mutex_);
    next = take_waiting_job(slot);
  }
  const bool slot_is_taken = next != nullptr;
  if (slot_is_taken) Frame::push_start(std::move(next), slot);  // the device first, user code afterwards
  Frame::push_finish(std::move(job), slot_is_taken ? std::nullopt : std::optional(slot));
}

void Core::finish(const std::shared_ptr<JobState>& job, std::optional<std::size_t> slot) noexcept {
  if (slot && !job->has_continuation()) release(*std::exchange(slot, std::nullopt));  // idle before the outcome shows
  run_continuation(job->publish(), *job);
  if (slot) release(*slot);
  forget(*job);
}

void Core::forget(JobState& job) noexcept {
  job.keep_alive.reset();
  {
    MutexLock lock(mutex_);
    for (Drain* drain : drains_) {
      if (job.id < drain->before && --drain->remaining == 0) drain->became_empty.notify_all();
    }
    if (--pending_ == 0) became_idle_.notify_all();
  }
  job.core.reset();
}

// --- ends

void Core::withdraw(const std::shared_ptr<JobState>& job) noexcept {
  const Frame frame;
  MutexLock lock(mutex_);
  if (!line_.remove(*job)) return;
  admit();
  stop(job, StopReason::kCancelled);
}

void Core::stop(const std::shared_ptr<JobState>& job, StopReason reason) noexcept {
  job->finished = Clock::now();
  job->stopped = reason;
  Frame::push_finish(job, std::nullopt);
}

void Core::close() noexcept {
  const Frame frame;
  MutexLock lock(mutex_);
  closed_ = true;
  while (line_.front() != nullptr) {
    const Waiting waiting = line_.pop();
    if (waiting.waiter != nullptr) {
      waiting.waiter->settle(Waiter::State::kClosed);
    } else {
      stop(waiting.job, StopReason::kClosed);
    }
  }
}

void Core::drain() {
  Drain drain;
  MutexLock lock(mutex_);
  if (pending_ == 0) return;
  if (in_continuation()) throw_would_deadlock("drain()");
  drain.before = next_id_;
  drain.remaining = pending_;
  drains_.push_back(&drain);
  while (drain.remaining != 0) drain.became_empty.wait(lock);
  drains_.remove(&drain);
}

void Core::wait_idle(const char* caller) {
  MutexLock lock(mutex_);
  if (pending_ != 0 && in_continuation()) throw_would_deadlock(caller);
  while (pending_ != 0) became_idle_.wait(lock);
}

void Core::retire() noexcept {
  if (in_continuation()) return;  // what still runs keeps the core alive, and ends by itself
  {
    MutexLock lock(mutex_);
    while (pending_ != 0) became_idle_.wait(lock);
  }
  // The completion threads may still be on their way out of a callback, holding the core.
  for (std::size_t slot = 0; slot < size(); ++slot) backend_->wait(slot);
}

bool Core::ready() const noexcept {
  MutexLock lock(mutex_);
  return !free_.empty();
}

}  // namespace millrace::scheduling
