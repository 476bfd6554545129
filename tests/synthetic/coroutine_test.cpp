#include <coroutine>
#include <exception>
#include <future>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

/// A coroutine that starts at once and ends by itself; destroy() ends one that waits.
struct Task {
  struct promise_type {
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };

  void destroy() { handle.destroy(); }

  std::coroutine_handle<promise_type> handle;
};

class CoroutineTest : public testing::Test {
 protected:
  Task run(float value, std::promise<float>& seen) {
    const ov::Tensor input = filled(value);  // g++ 12 takes no braced list inside an awaited expression
    Result result = co_await queue_.submit(input);
    seen.set_value(first(result[0]));
  }

  Task lease(std::promise<std::size_t>& got, std::stop_token stop = {}) {
    try {
      const Slot slot = co_await queue_.async_acquire(stop);
      got.set_value(slot.id());
    } catch (...) {
      got.set_exception(std::current_exception());
    }
  }

  InferQueue queue_{compile(small_models::relu()), {.requests = 1, .backlog = 4}};
};

TEST_F(CoroutineTest, GoesOnWithTheResultOfItsJob) {
  std::promise<float> seen;
  run(3, seen);
  EXPECT_EQ(seen.get_future().get(), 3);
}

TEST_F(CoroutineTest, GoesOnAtOnceWhenTheJobIsDone) {
  InferQueue inline_queue(compile_inline(small_models::relu()), {.requests = 1});
  bool done = false;
  [](InferQueue& queue, bool& ended) -> Task {
    const ov::Tensor input = filled(1);
    co_await queue.submit(input);
    ended = true;
  }(inline_queue, done);
  EXPECT_TRUE(done);
}

TEST_F(CoroutineTest, GetsTheExceptionOfItsJob) {
  std::optional<Slot> slot = queue_.acquire();
  std::promise<StopReason> stopped;
  [](InferQueue& queue, std::promise<StopReason>& reason) -> Task {
    const ov::Tensor input = filled(1);
    try {
      co_await queue.submit(input);
    } catch (const Stopped& stop) {
      reason.set_value(stop.reason());
    }
  }(queue_, stopped);
  queue_.cancel_all();
  EXPECT_EQ(stopped.get_future().get(), StopReason::kCancelled);
}

TEST_F(CoroutineTest, DestroyedWhileItWaitsCancelsItsJob) {
  std::optional<Slot> slot = queue_.acquire();
  std::promise<float> seen;
  Task waiting = run(3, seen);
  waiting.destroy();
  slot.reset();
  queue_.drain();
  EXPECT_EQ(queue_.stats().stopped, 1U);
  EXPECT_EQ(queue_.stats().succeeded, 0U);
}

TEST_F(CoroutineTest, LeasesAnIdleRequestAtOnce) {
  std::promise<std::size_t> got;
  lease(got);
  EXPECT_EQ(got.get_future().get(), 0U);
  EXPECT_TRUE(queue_.ready());
}

TEST_F(CoroutineTest, LeasesABusyRequestWhenItComesBack) {
  std::optional<Slot> slot = queue_.acquire();
  std::promise<std::size_t> got;
  lease(got);
  EXPECT_FALSE(queue_.ready());
  slot.reset();
  EXPECT_EQ(got.get_future().get(), 0U);
  EXPECT_TRUE(queue_.ready());
}

TEST_F(CoroutineTest, DestroyedWhileItWaitsForARequestLeavesTheLine) {
  std::optional<Slot> slot = queue_.acquire();
  std::promise<std::size_t> got;
  Task waiting = lease(got);
  waiting.destroy();
  slot.reset();
  EXPECT_TRUE(queue_.ready());
}

TEST_F(CoroutineTest, AStopTokenEndsItsWaitForARequest) {
  const Slot slot = queue_.acquire();
  std::stop_source stop;
  std::promise<std::size_t> got;
  lease(got, stop.get_token());
  stop.request_stop();
  EXPECT_THROW(got.get_future().get(), Stopped);
}

TEST_F(CoroutineTest, ClosingTheQueueEndsItsWaitForARequest) {
  const Slot slot = queue_.acquire();
  std::promise<std::size_t> got;
  lease(got);
  queue_.close();
  EXPECT_THROW(got.get_future().get(), Error);
}

}  // namespace
}  // namespace millrace
