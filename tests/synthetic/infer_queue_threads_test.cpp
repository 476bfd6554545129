#include <atomic>
#include <future>
#include <latch>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "fakes/all_block.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

constexpr int kProducers = 8;
constexpr int kJobsEach = 200;

/// Every producer submits its own numbers and counts what it does not get back.
int mixed_up(InferQueue& queue) {
  std::atomic<int> wrong = 0;
  std::latch ready(kProducers);
  std::vector<std::jthread> producers;
  for (int p = 0; p < kProducers; ++p) {
    producers.emplace_back([&, p] {
      ready.arrive_and_wait();
      for (int i = 0; i < kJobsEach; ++i) {
        const int number = p * kJobsEach + i;
        const Result result = queue.submit(filled(static_cast<float>(number)), {.userdata = number}).get();
        if (result.userdata<int>() != number || !holds(result[0], static_cast<float>(number))) ++wrong;
      }
    });
  }
  producers.clear();
  return wrong;
}

std::optional<ErrorCode> error_code_of(std::future<void>& call) {
  try {
    call.get();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

TEST(InferQueueThreadsTest, GivesEightProducersTheirOwnResults) {
  InferQueue queue(compile(small_models::relu()), {.requests = 4, .backlog = 2});
  EXPECT_EQ(mixed_up(queue), 0);
}

TEST(InferQueueThreadsTest, GivesEightProducersTheirOwnResultsThroughOneRequest) {
  InferQueue queue(compile(small_models::relu()), {.requests = 1, .backlog = 0});
  EXPECT_EQ(mixed_up(queue), 0);
}

TEST(InferQueueThreadsTest, GivesEightProducersTheirOwnResultsWhenJobsCompleteInline) {
  InferQueue queue(compile_inline(small_models::relu()), {.requests = 2, .backlog = 1});
  EXPECT_EQ(mixed_up(queue), 0);
}

TEST(InferQueueThreadsTest, LeasesSlotsToManyThreads) {
  InferQueue queue(compile(small_models::relu()), {.requests = 2});
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> producers;
  for (int p = 0; p < kProducers; ++p) {
    producers.emplace_back([&, p] {
      for (int i = 0; i < kJobsEach; ++i) {
        const float number = static_cast<float>(p * kJobsEach + i);
        Slot slot = queue.acquire();
        ov::Tensor input = slot.input();
        std::fill_n(input.data<float>(), input.get_size(), number);
        if (!holds(std::move(slot).start().get()[0], number)) ++wrong;
      }
    });
  }
  producers.clear();
  EXPECT_EQ(wrong, 0);
}

TEST(InferQueueThreadsTest, ServesOthersWhileOneThreadWaits) {
  InferQueue queue(compile(small_models::relu()), {.requests = 2, .backlog = 4});
  std::optional<Slot> slot = queue.acquire();
  std::optional<Slot> other = queue.acquire();
  Job stuck = queue.submit(filled(1));
  std::future<void> waiting = std::async(std::launch::async, [&] { stuck.wait(); });
  {
    ov::Tensor input = other->input();
    std::fill_n(input.data<float>(), input.get_size(), 3.0F);
    EXPECT_TRUE(holds(std::move(*other).start().get()[0], 3));
  }
  slot.reset();
  waiting.get();
}

TEST(InferQueueThreadsTest, BlocksASubmitterUntilThereIsRoom) {
  InferQueue queue(compile(small_models::relu()), {.requests = 1, .backlog = 0});
  std::optional<Slot> slot = queue.acquire();
  std::future<Result> blocked = std::async(std::launch::async, [&] { return queue.submit(filled(4)).get(); });
  EXPECT_TRUE(all_block(queue, blocked));
  slot.reset();
  EXPECT_TRUE(holds(blocked.get()[0], 4));
}

TEST(InferQueueThreadsTest, TellsBlockedThreadsThatItWasClosed) {
  InferQueue queue(compile(small_models::relu()), {.requests = 1, .backlog = 0});
  const Slot slot = queue.acquire();
  auto submitter = std::async(std::launch::async, [&] { queue.submit(filled(1)); });
  auto acquirer = std::async(std::launch::async, [&] { queue.acquire(); });
  EXPECT_TRUE(all_block(queue, submitter, acquirer));
  queue.close();
  EXPECT_EQ(error_code_of(submitter), ErrorCode::kClosed);
  EXPECT_EQ(error_code_of(acquirer), ErrorCode::kClosed);
}

TEST(InferQueueThreadsTest, DrainsAlthoughOthersKeepSubmitting) {
  InferQueue queue(compile(small_models::relu()), {.requests = 2, .backlog = 8});
  const std::jthread busy([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) queue.submit(filled(1)).detach();
  });
  for (int i = 0; i < 50; ++i) {
    Job job = queue.submit(filled(2));
    queue.drain();
    ASSERT_TRUE(job.ready());
  }
}

}  // namespace
}  // namespace millrace
