#include "queue/scheduling/alarm.hpp"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "millrace/base/mutex.hpp"

namespace millrace::scheduling {

struct Alarm::Service {
  void add(Bell& bell) MILLRACE_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    bells.reserve(bells.size() + 1);
    if (!runs) {
      std::thread([this] { serve(); }).detach();
      runs = true;
    }
    bells.push_back(&bell);
  }

  void remove(Bell& bell) MILLRACE_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    std::erase(bells, &bell);
  }

  void set(Bell& bell, Clock::time_point time) noexcept MILLRACE_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    if (time >= bell.time_) return;
    bell.time_ = time;
    changed.notify_one();
  }

  // Queues are few, so looking at each of them costs less than keeping them sorted.
  [[noreturn]] void serve() MILLRACE_EXCLUDES(mutex) {
    MutexLock lock(mutex);
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
        client.reset();  // may be its end, which takes its bell away
        lock.lock();
      }
    }
  }

  Mutex mutex;
  CondVar changed;
  std::vector<Bell*> bells MILLRACE_GUARDED_BY(mutex);
  bool runs MILLRACE_GUARDED_BY(mutex) = false;
};

// Never destroyed: its thread may outlive every static object.
Alarm::Service& Alarm::service() {
  static Service& service = *new Service;
  return service;
}

Alarm::Bell::Bell(std::weak_ptr<Client> client) : client_(std::move(client)) {
  service().add(*this);
}

Alarm::Bell::~Bell() {
  service().remove(*this);
}

void Alarm::Bell::ring_at(Clock::time_point time) noexcept {
  service().set(*this, time);
}

}  // namespace millrace::scheduling
