#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

/// Runs `call` and tells whether it threw resource_deadlock_would_occur.
bool would_deadlock(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::system_error& error) {
    return error.code() == std::errc::resource_deadlock_would_occur;
  }
  return false;
}

/// Each job's continuation submits the next one, `length` in all.
class Chain {
 public:
  Chain(InferQueue& first, InferQueue& second, int length) : queues_{&first, &second}, length_(length) {}

  void start() { next(0); }
  bool wait() { return ended_.get_future().get(); }
  std::size_t stack_used() const { return highest_ - lowest_; }

 private:
  void next(int i) {
    note_stack();
    if (i == length_) return ended_.set_value(true);
    InferQueue& queue = *queues_[static_cast<std::size_t>(i % 2)];
    queue.submit(filled(static_cast<float>(i))).on_done([this, i](const Outcome& outcome) {
      if (!holds(outcome.result()[0], static_cast<float>(i))) return ended_.set_value(false);
      next(i + 1);
    });
  }

  void note_stack() {
    const char here = 0;
    const auto address = reinterpret_cast<std::uintptr_t>(&here);
    lowest_ = std::min(lowest_, address);
    // NOLINTNEXTLINE(clang-analyzer-core.StackAddressEscape): a number, never followed
    highest_ = std::max(highest_, address);
  }  // NOLINT(clang-analyzer-core.StackAddressEscape): the same

  InferQueue* queues_[2];
  int length_;
  std::promise<bool> ended_;
  std::uintptr_t lowest_ = UINTPTR_MAX;
  std::uintptr_t highest_ = 0;
};

class InferQueueContinuationTest : public testing::TestWithParam<std::size_t> {};

TEST_P(InferQueueContinuationTest, SubmitsTheNextTwoThousandDeep) {
  InferQueue queue(compile(small_models::relu()), {.requests = GetParam(), .backlog = 0});
  Chain chain(queue, queue, 2000);
  chain.start();
  EXPECT_TRUE(chain.wait());
  queue.drain();
}

TEST_P(InferQueueContinuationTest, SubmitsTheNextTwoThousandDeepInlineOnAFlatStack) {
  InferQueue queue(compile_inline(small_models::relu()), {.requests = GetParam(), .backlog = 0});
  Chain chain(queue, queue, 2000);
  chain.start();
  EXPECT_TRUE(chain.wait());
  EXPECT_LT(chain.stack_used(), 50'000U);
}

TEST_P(InferQueueContinuationTest, GoesRoundARingOfTwoQueues) {
  InferQueue first_queue(compile(small_models::relu()), {.requests = GetParam(), .backlog = 0});
  InferQueue second_queue(compile(small_models::relu()), {.requests = GetParam(), .backlog = 0});
  std::vector<std::unique_ptr<Chain>> chains;
  for (int i = 0; i < 4; ++i) chains.push_back(std::make_unique<Chain>(first_queue, second_queue, 500));
  for (auto& chain : chains) chain->start();
  for (auto& chain : chains) EXPECT_TRUE(chain->wait());
  first_queue.drain();
  second_queue.drain();
}

INSTANTIATE_TEST_SUITE_P(Requests, InferQueueContinuationTest, testing::Values(1, 2, 4));

TEST(InferQueueInlineTest, RunsABacklogOfTenThousand) {
  InferQueue queue(compile_inline(small_models::relu()), {.requests = 1, .backlog = 10'000});
  std::optional<Slot> slot = queue.acquire();
  std::atomic<int> right = 0;
  for (int i = 0; i < 10'000; ++i) {
    queue.submit(filled(static_cast<float>(i))).on_done([&right, i](const Outcome& outcome) {
      if (holds(outcome.result()[0], static_cast<float>(i))) ++right;
    });
  }
  slot.reset();
  queue.drain();
  EXPECT_EQ(right, 10'000);
}

TEST(InferQueueChainTest, HandsResultsOnToASecondQueue) {
  InferQueue first_queue(compile(small_models::relu()), {.requests = 2, .backlog = 0});
  InferQueue second_queue(compile(small_models::scalar_increment()), {.requests = 1, .backlog = 0});
  std::atomic<int> right = 0;
  for (int i = 0; i < 100; ++i) {
    first_queue.submit(filled(static_cast<float>(i))).on_done([&, i](const Outcome& outcome) {
      second_queue.submit(filled(first(outcome.result()[0]), {})).on_done([&right, i](const Outcome& last) {
        if (first(last.result()[0]) == static_cast<float>(i) + 1) ++right;
      });
    });
  }
  first_queue.drain();
  second_queue.drain();
  EXPECT_EQ(right, 100);
}

/// Runs code inside a continuation of a queue of one request.
class InContinuationTest : public testing::Test {
 protected:
  InContinuationTest() : queue_(compile(small_models::relu()), {.requests = 1, .backlog = 1}) {}

  void inside(const std::function<void()>& code) {
    std::optional<Slot> slot = queue_.acquire();  // so that the job is not done before its continuation is set
    queue_.submit(filled(1)).on_done([&](const Outcome&) { code(); });
    slot.reset();
    queue_.drain();
  }

  InferQueue queue_;
};

TEST_F(InContinuationTest, DrainThrowsInsteadOfHanging) {
  bool threw = false;
  inside([&] { threw = would_deadlock([&] { queue_.drain(); }); });
  EXPECT_TRUE(threw);
}

TEST_F(InContinuationTest, AcquireThrowsWhenNoRequestIsIdle) {
  bool threw = false;
  inside([&] { threw = would_deadlock([&] { queue_.acquire(); }); });
  EXPECT_TRUE(threw);
}

TEST_F(InContinuationTest, AcquireGivesARequestThatIsIdle) {
  InferQueue other(compile(small_models::relu()), {.requests = 1});
  bool acquired = false;
  inside([&] { acquired = other.acquire().id() == 0; });
  EXPECT_TRUE(acquired);
}

TEST_F(InContinuationTest, WaitingForAnUnfinishedJobThrows) {
  int threw = 0;
  inside([&] {
    Job job = queue_.submit(filled(2));
    threw += would_deadlock([&] { job.wait(); }) ? 1 : 0;
    threw += would_deadlock([&] { static_cast<void>(job.get()); }) ? 1 : 0;
    threw += would_deadlock([&] { static_cast<void>(job.outcome()); }) ? 1 : 0;
    job.detach();
  });
  EXPECT_EQ(threw, 3);
}

TEST_F(InContinuationTest, GettingAFinishedJobGivesItsResult) {
  InferQueue other(compile(small_models::relu()), {.requests = 1});
  Job finished = other.submit(filled(2));
  finished.wait();
  bool right = false;
  inside([&] { right = holds(finished.get()[0], 2); });
  EXPECT_TRUE(right);
}

TEST_F(InContinuationTest, TrySubmitSaysNoWhenTheQueueIsFull) {
  std::optional<Job> fills_the_backlog;
  std::optional<Job> too_much;
  inside([&] {
    fills_the_backlog = queue_.try_submit(filled(1));
    too_much = queue_.try_submit(filled(1));
  });
  EXPECT_TRUE(fills_the_backlog);
  EXPECT_FALSE(too_much);
}

TEST_F(InContinuationTest, AnInputsOwnerMaySubmitWhenItIsLetGo) {
  std::promise<void> submitted;
  std::shared_ptr<float> owner(new float[4]{1, 1, 1, 1}, [&](const float* memory) {
    delete[] memory;
    queue_.submit(filled(2)).on_done([&](const Outcome&) { submitted.set_value(); });
  });
  ov::Tensor input(ov::Tensor(ov::element::f32, {1, 4}, owner.get()), owner);
  owner.reset();
  Job job = queue_.submit(std::exchange(input, {}));
  job.wait();
  submitted.get_future().get();
  queue_.drain();
  EXPECT_EQ(queue_.stats().succeeded, 2U);
}

TEST_F(InContinuationTest, UserdataMaySubmitWhenItIsLetGo) {
  std::promise<void> submitted;
  std::shared_ptr<int> owner(new int(1), [&](const int* memory) {
    delete memory;
    queue_.submit(filled(2)).on_done([&](const Outcome&) { submitted.set_value(); });
  });
  queue_.submit(filled(1), {.userdata = std::exchange(owner, nullptr)}).detach();
  submitted.get_future().get();
  queue_.drain();
  EXPECT_EQ(queue_.stats().succeeded, 2U);
}

}  // namespace
}  // namespace millrace
