#include "queue/scheduling/core.hpp"

#include <atomic>
#include <thread>
#include <utility>

#include "millrace/base/error.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {
namespace {

std::atomic<std::size_t> leaked_cores = 0;

}  // namespace

/// A request must not be destroyed inside its own callback: OpenVINO would wait for that callback to return. In a
/// forked child it would wait for threads that do not exist there, so the core is leaked.
struct Core::Deleter {
  void operator()(Core* core) const noexcept {
    if (core->made().forked()) return;
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

std::shared_ptr<Core> Core::create(std::unique_ptr<Backend> backend, CoreOptions options) {
  if (options.full == WhenFull::kDropOldest && options.backlog == 0) {
    throw Error(ErrorCode::kInvalidArgument,
                "a queue that drops the oldest waiting job needs a backlog of at least 1: with 0 no job waits");
  }
  std::shared_ptr<Core> core(new Core(std::move(backend), std::move(options)), Deleter{});
  core->backend_->bind(
      [owner = core.get(), weak = std::weak_ptr<Core>(core)](std::size_t slot, std::exception_ptr error) {
        CallbackScope callback(owner, slot);  // lives until the last step has run and `core` is let go
        complete(weak, callback, std::move(error));
      });
  if (core->options_.stall_timeout) core->make_bell();
  return core;
}

Core::Core(std::unique_ptr<Backend> backend, CoreOptions options)
    : options_(std::move(options)),
      backend_(std::move(backend)),
      line_(options_.backlog),
      slots_(backend_->size(), options_.longest_free_first),
      account_(backend_->size()) {}

std::size_t Core::leaked() noexcept {
  return leaked_cores.load(std::memory_order_relaxed);
}

bool Core::ready() const noexcept {
  base::MutexLock lock(mutex_);
  return slots_.any_free() || own_slot().has_value();
}

Stats Core::stats() const {
  std::size_t blocked = 0;
  const auto taken = [&] {
    base::MutexLock lock(mutex_);
    blocked = blocked_;
    return account_;
  }();
  Stats stats = taken.stats(Clock::now());
  stats.blocked = blocked;
  return stats;
}

void Core::count_continuation_error() noexcept {
  base::MutexLock lock(mutex_);
  account_.continuation_error();
}

}  // namespace millrace::scheduling
