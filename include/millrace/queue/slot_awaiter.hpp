#pragma once

#include <coroutine>
#include <memory>
#include <stop_token>

#include "millrace/queue/slot.hpp"

namespace millrace {

/// The awaiter of `co_await queue.async_acquire()`.
class SlotAwaiter {
 public:
  ~SlotAwaiter();
  SlotAwaiter(const SlotAwaiter&) = delete;
  SlotAwaiter& operator=(const SlotAwaiter&) = delete;

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting);
  Slot await_resume();

 private:
  friend class InferQueue;
  struct Wish;

  SlotAwaiter(std::shared_ptr<scheduling::Core> core, std::stop_token stop);

  std::shared_ptr<Wish> wish_;
};

}  // namespace millrace
