#include "fakes/fake_backend.hpp"

#include <algorithm>
#include <utility>

namespace millrace::scheduling {

FakeBackend::FakeBackend(std::size_t slots, Completes completes, std::size_t completers)
    : size_(slots), completes_(completes), slots_(slots) {
  for (Slot& slot : slots_) slot.completers.reserve(8);  // a completion must not need memory
  if (completes != Completes::kOnThread) return;
  for (std::size_t i = 0; i < completers; ++i) servers_.emplace_back([this] { serve(); });
}

FakeBackend::~FakeBackend() {
  for (std::size_t slot = 0; slot < size(); ++slot) wait(slot);
  const base::MutexLock lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

void FakeBackend::start(std::size_t slot, JobState& state) {
  auto& job = static_cast<FakeJob&>(state);
  job.started_on = std::this_thread::get_id();
  step();
  if (job.start_error) std::rethrow_exception(job.start_error);
  {
    const base::MutexLock lock(mutex_);
    if (completes_ == Completes::kOnThread) started_.push_back(slot);
    const auto& completers = slots_[slot].completers;
    const bool in_callback = std::ranges::find(completers, std::this_thread::get_id()) != completers.end();
    if (slots_[slot].running || slots_[slot].cancelling || (!completers.empty() && !in_callback)) ++violations_;
    slots_[slot].job = &job;
    slots_[slot].running = true;
    ++starts_;
    changed_.notify_all();
  }
  if (completes_ == Completes::kInline) complete(slot);
  step();
}

void FakeBackend::complete(std::size_t slot) {
  std::exception_ptr error;
  {
    const base::MutexLock lock(mutex_);
    if (!slots_[slot].running) ++violations_;
    error = slots_[slot].job->run_error;
    slots_[slot].running = false;
    slots_[slot].completers.push_back(std::this_thread::get_id());
  }
  step();
  completion_(slot, std::move(error));
  if (on_return) on_return();
  step();
  const base::MutexLock lock(mutex_);
  auto& completers = slots_[slot].completers;
  completers.erase(std::ranges::find(completers, std::this_thread::get_id()));
  changed_.notify_all();
}

void FakeBackend::wait(std::size_t slot) noexcept {
  base::MutexLock lock(mutex_);
  const auto& completers = slots_[slot].completers;
  while (slots_[slot].running || !completers.empty()) {
    if (std::ranges::find(completers, std::this_thread::get_id()) != completers.end()) {
      ++violations_;  // the real one would wait for ever
      return;
    }
    for (const auto& completer : completers) {
      if (on_wait) on_wait(completer);
    }
    if (!on_step) {
      changed_.wait(lock);
      continue;
    }
    lock.unlock();
    step();
    lock.lock();
  }
}

void FakeBackend::cancel(std::size_t slot) noexcept {
  ++cancels_;
  const auto set = [&](bool cancelling) {
    const base::MutexLock lock(mutex_);
    slots_[slot].cancelling = cancelling;
  };
  step();
  set(true);
  if (on_cancel) on_cancel(slot);
  step();
  set(false);
}

void FakeBackend::collect(std::size_t slot, JobState& state) {
  auto& job = static_cast<FakeJob&>(state);
  step();
  {
    const base::MutexLock lock(mutex_);
    if (slots_[slot].running || slots_[slot].job != &job) ++violations_;
  }
  if (job.collect_error) std::rethrow_exception(job.collect_error);
  job.output = 2 * job.input;
}

void FakeBackend::park(std::size_t slot) noexcept {
  step();
  const base::MutexLock lock(mutex_);
  if (slots_[slot].running) ++violations_;
  ++parks_;
}

void FakeBackend::end_lease(std::size_t slot) noexcept {
  step();
  const base::MutexLock lock(mutex_);
  if (slots_[slot].running) ++violations_;
  ++ended_leases_;
}

bool FakeBackend::is_running(std::size_t slot) const {
  const base::MutexLock lock(mutex_);
  return slots_[slot].running;
}

std::size_t FakeBackend::running() const {
  const base::MutexLock lock(mutex_);
  return static_cast<std::size_t>(std::count_if(slots_.begin(), slots_.end(), [](const Slot& s) { return s.running; }));
}

void FakeBackend::serve() {
  for (;;) {
    std::size_t slot = 0;
    {
      base::MutexLock lock(mutex_);
      while (started_.empty() && !stopping_) changed_.wait(lock);
      if (started_.empty()) return;
      slot = started_.front();
      started_.pop_front();
    }
    complete(slot);
  }
}

}  // namespace millrace::scheduling
