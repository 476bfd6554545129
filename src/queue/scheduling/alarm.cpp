#include "queue/scheduling/alarm.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "base/fork_mark.hpp"
#include "base/mutex.hpp"

namespace millrace::scheduling {

struct Alarm::Service {
  void add(Bell& bell) MILLRACE_EXCLUDES(mutex) {
    const base::MutexLock lock(mutex);
    bells.reserve(bells.size() + 1);
    if (!runs) {
      std::thread([this] { serve(); }).detach();
      runs = true;
    }
    bells.push_back(&bell);
  }

  void remove(Bell& bell) MILLRACE_EXCLUDES(mutex) {
    const base::MutexLock lock(mutex);
    std::erase(bells, &bell);
  }

  void set(Bell& bell, Clock::time_point time) noexcept MILLRACE_EXCLUDES(mutex) {
    const base::MutexLock lock(mutex);
    if (time >= bell.time_) return;
    bell.time_ = time;
    changed.notify_one();
  }

  // There are few queues, so a linear search is cheaper than keeping them sorted.
  [[noreturn]] void serve() MILLRACE_EXCLUDES(mutex) {
    base::MutexLock lock(mutex);
    for (;;) {
      const auto next = std::ranges::min_element(bells, {}, [](const Bell* bell) { return bell->time_; });
      if (next == bells.end() || (*next)->time_ == Clock::time_point::max()) {
        changed.wait(lock);
      } else if (const auto time = (*next)->time_; time > Clock::now()) {
        changed.wait_until(lock, time);
      } else {
        (*next)->time_ = Clock::time_point::max();
        std::shared_ptr<Client> client = (*next)->client_.lock();
        lock.unlock();
        if (client) client->ring();
        client.reset();  // may destroy it, and its bell
        lock.lock();
      }
    }
  }

  const base::ForkMark made;
  base::Mutex mutex;
  base::CondVar changed;
  std::vector<Bell*> bells MILLRACE_GUARDED_BY(mutex);
  bool runs MILLRACE_GUARDED_BY(mutex) = false;
};

// Never destroyed: its thread may outlive every static object. A forked child lacks that thread and gets a new service.
Alarm::Service& Alarm::service() {
  static constinit std::atomic<Service*> current = nullptr;
  Service* service = current.load(std::memory_order_acquire);
  if (service != nullptr && !service->made.forked()) return *service;
  auto another = std::make_unique<Service>();
  if (current.compare_exchange_strong(service, another.get(), std::memory_order_acq_rel)) return *another.release();
  return *service;  // another thread was faster
}

Alarm::Bell::Bell(std::weak_ptr<Client> client) : client_(std::move(client)), service_(service()) {
  service_.add(*this);
}

Alarm::Bell::~Bell() {
  service_.remove(*this);
}

void Alarm::Bell::ring_at(Clock::time_point time) noexcept {
  service_.set(*this, time);
}

}  // namespace millrace::scheduling
