#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/relu_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

thread_local bool thread_of_ours = false;

void on_a_thread(std::function<void()> run) {
  std::thread([run = std::move(run)] {
    thread_of_ours = true;
    run();
  }).detach();
}

TEST(InferQueueOptionsTest, TheNewestFrameWins) {
  InferQueue queue = relu_queue({.requests = 1, .backlog = 1, .full = WhenFull::kDropOldest});
  std::optional<Slot> slot = queue.acquire();
  std::vector<Job> frames;
  for (int i = 0; i < 10; ++i) frames.push_back(queue.submit(filled(static_cast<float>(i))));
  slot.reset();
  EXPECT_TRUE(holds(frames.back().get()[0], 9));
  for (int i = 0; i < 9; ++i) EXPECT_EQ(frames[static_cast<std::size_t>(i)].outcome().stopped(), StopReason::kDropped);
}

TEST(InferQueueOptionsTest, ContinuationsRunOnTheExecutor) {
  InferQueue queue = relu_queue({.requests = 1, .deliver = on_a_thread});
  bool ours = false;
  std::optional<Slot> busy = queue.acquire();  // so that the job is not done before its continuation is there
  queue.submit(filled(1)).on_done([&](const Outcome&) { ours = thread_of_ours; });
  busy.reset();
  queue.drain();
  EXPECT_TRUE(ours);
}

TEST(InferQueueOptionsTest, ARequestRunsOnWhileSlowContinuationsRunElsewhere) {
  const Gate gate;
  InferQueue queue = relu_queue({.requests = 1, .deliver = on_a_thread});
  std::optional<Slot> busy = queue.acquire();  // so that the job is not done before its continuation is there
  queue.submit(filled(1)).on_done([gate](const Outcome&) { gate.pass(); });
  busy.reset();
  EXPECT_TRUE(holds(queue.submit(filled(2)).get()[0], 2));
  gate.open();
  queue.drain();
}

TEST(InferQueueOptionsTest, TellsItsStatistics) {
  InferQueue queue = relu_queue({.requests = 1});
  for (int i = 0; i < 5; ++i) queue.submit(filled(1)).get();
  queue.drain();
  const Stats stats = queue.stats();
  EXPECT_EQ(stats.submitted, 5U);
  EXPECT_EQ(stats.succeeded, 5U);
  EXPECT_GT(stats.ran.max.count(), 0);
  EXPECT_GT(stats.utilisation, 0);
}

TEST(InferQueueOptionsTest, TellsTheDeviceInItsTrace) {
  std::string device;
  InferQueue queue = relu_queue({.requests = 1, .trace = [&](const TraceRecord& record) { device = record.device; }});
  queue.submit(filled(1)).get();
  queue.drain();
  EXPECT_EQ(device, "CPU");
}

TEST(InferQueueOptionsTest, AWatchdogNeedsSomebodyToTell) {
  EXPECT_THROW(relu_queue({.stall_timeout = Milliseconds(10)}), Error);
}

TEST(InferQueueOptionsTest, DrainUntilGivesUpInTime) {
  InferQueue queue = relu_queue({.requests = 1, .backlog = 1});
  const Slot slot = queue.acquire();
  const Job waiting = queue.submit(filled(1));
  EXPECT_FALSE(queue.drain_until(Clock::now() + std::chrono::milliseconds(1)));
}

}  // namespace
}  // namespace millrace
