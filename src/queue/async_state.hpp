#pragma once

#include <any>
#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "base/mutex.hpp"
#include "millrace/base/clock.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "queue/error_book.hpp"
#include "queue/openvino_backend.hpp"
#include "queue/scheduling/core.hpp"

namespace millrace::queue {

/// What an AsyncInferQueue, its Requests and its jobs share. Thread-safe.
class AsyncState : public std::enable_shared_from_this<AsyncState> {
 public:
  AsyncState(ov::CompiledModel model, std::size_t jobs);

  /// Starts a job on this thread's reserved slot, or on any. False when `may_block` is not set and no slot is idle.
  bool start(const std::shared_ptr<TensorJob>& job, bool may_block);
  void set_callback(AsyncInferQueue::Callback callback);
  std::size_t reserve();

  Milliseconds latency(std::size_t slot) const noexcept;
  std::vector<std::any> userdata() const;

  /// For a Request: throws in a forked child.
  OpenVinoBackend& backend() const {
    core->made().check("the queue of this Request");
    return backend_of(*core);
  }

  const std::shared_ptr<scheduling::Core> core;
  ErrorBook errors;

 private:
  using SharedCallback = std::shared_ptr<const AsyncInferQueue::Callback>;

  void finish(TensorJob& job, const SharedCallback& callback, ErrorBook::List room);

  std::vector<std::atomic<Clock::rep>> latencies_;  // by slot, in the clock's ticks

  mutable base::Mutex mutex_;
  SharedCallback callback_ MILLRACE_GUARDED_BY(mutex_);
  std::vector<Userdata> userdata_ MILLRACE_GUARDED_BY(mutex_);  // by slot
};

}  // namespace millrace::queue
