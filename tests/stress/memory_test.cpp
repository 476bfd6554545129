// Whose memory results are: held by the hundred, of a new shape each time, borrowed, of coroutines that never went on.

#include <atomic>
#include <coroutine>
#include <exception>

#include <gtest/gtest.h>

#include "stress/stress.hpp"
#include "tuning/process_usage.hpp"

namespace millrace {
namespace {

TEST(HeldResultsStressTest, ThousandsOfHeldResultsStayAsTheyWere) {
  InferQueue queue(compile(small_models::relu()), {.requests = 4});
  const int jobs = stress::times(50'000);
  std::vector<Result> held;
  for (int i = 0; i < jobs; ++i) held.push_back(queue.submit(filled(static_cast<float>(i))).get());
  for (int i = 0; i < jobs; ++i) ASSERT_TRUE(holds(held[static_cast<std::size_t>(i)][0], static_cast<float>(i)));
}

TEST(HeldResultsStressTest, ANewShapeForEachJobWithAllResultsKept) {
  InferQueue queue(compile(small_models::relu({-1, -1})), {.requests = 4});
  const int jobs = stress::times(20'000);
  std::vector<Job> waiting;
  std::vector<Result> held;
  for (int i = 0; i < jobs; ++i) {
    const auto rows = static_cast<std::size_t>(1 + i % 7);
    const auto columns = static_cast<std::size_t>(1 + i % 31);
    waiting.push_back(queue.submit(filled(static_cast<float>(i), {rows, columns})));
  }
  for (Job& job : waiting) held.push_back(job.get());
  for (int i = 0; i < jobs; ++i) {
    const ov::Tensor& tensor = held[static_cast<std::size_t>(i)][0];
    ASSERT_EQ(tensor.get_size(), static_cast<std::size_t>((1 + i % 7) * (1 + i % 31)));
    ASSERT_TRUE(holds(tensor, static_cast<float>(i)));
  }
}

TEST(HeldResultsStressTest, ResultsThatAreLetGoLeaveTheMemoryFlat) {
  if (!stress::kMemoryTells) GTEST_SKIP() << "freed memory is kept here";
  InferQueue queue(compile(small_models::relu({1, 65'536})), {.requests = 4});
  const auto run = [&](int jobs) {
    for (int i = 0; i < jobs; ++i) queue.submit(filled(1, {1, 65'536})).get();
  };
  run(50);
  const std::int64_t before = tuning::process_usage().rss_bytes;
  run(stress::times(20'000));
  constexpr std::int64_t kSlack = 16 << 20;  // 64 outputs
  EXPECT_LT(tuning::process_usage().rss_bytes - before, kSlack);
}

TEST(BorrowStressTest, JobsGoOnAsBorrowedResultsAreLetGoInAnyOrder) {
  constexpr std::size_t kHeld = 4;
  InferQueue queue(compile(small_models::relu()), {.requests = kHeld, .results = Results::kBorrow});
  for (int round = 0; round < stress::times(10'000); ++round) {
    std::vector<Result> held;
    for (std::size_t i = 0; i < kHeld; ++i) held.push_back(queue.submit(filled(static_cast<float>(i))).get());
    ASSERT_FALSE(queue.ready());
    Job next = queue.submit(filled(9));
    for (std::size_t i = 0; i < kHeld; ++i) ASSERT_TRUE(holds(held[i][0], static_cast<float>(i)));
    held.erase(held.begin() + round % static_cast<int>(kHeld));
    ASSERT_TRUE(holds(next.get()[0], 9));
  }
}

TEST(SequenceStressTest, SequencesOfManyThreadsDoNotMixTheirStates) {
  InferQueue queue(compile(small_models::running_sum()), {.requests = 2});
  std::atomic<int> wrong = 0;
  stress::on_threads(4, [&](int thread) {
    for (int sequence = 0; sequence < stress::times(2'000); ++sequence) {
      Slot slot = queue.acquire();
      for (int step = 1; step <= 4; ++step) {
        filled(static_cast<float>(thread)).copy_to(slot.input());
        if (!holds(slot.run()[0], static_cast<float>(thread * step))) ++wrong;
      }
    }
  });
  EXPECT_EQ(wrong, 0);
}

struct Task {
  struct promise_type {
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };
  std::coroutine_handle<promise_type> handle;
};

Task wait_for_job(InferQueue& queue) {
  const ov::Tensor input = filled(1);
  co_await queue.submit(input);
}

Task wait_for_slot(InferQueue& queue) {
  const Slot slot = co_await queue.async_acquire();
}

TEST(CoroutineStressTest, CoroutinesThatAreDestroyedWhileTheyWaitCancelWhatTheyWaitFor) {
  InferQueue queue(compile(small_models::relu()), {.requests = 1, .backlog = 4});
  for (int round = 0; round < stress::times(10'000); ++round) {
    std::optional<Slot> busy = queue.acquire();
    const Task job = wait_for_job(queue);
    const Task slot = wait_for_slot(queue);
    job.handle.destroy();
    slot.handle.destroy();
    busy.reset();
    queue.drain();
    ASSERT_TRUE(queue.ready());
  }
  EXPECT_EQ(queue.stats().succeeded, 0U);
  EXPECT_TRUE(stress::balanced(queue.stats()));
}

}  // namespace
}  // namespace millrace
