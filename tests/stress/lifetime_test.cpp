// Queues that end in the middle of their work, and thousands of them.

#include <atomic>
#include <memory>
#include <optional>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "stress/stress.hpp"
#include "synthetic/gate.hpp"
#include "tuning/process_usage.hpp"

namespace millrace {
namespace {

class LifetimeStressTest : public testing::Test {
 protected:
  const ov::CompiledModel model_ = compile(small_models::relu());
};

TEST_F(LifetimeStressTest, JobsThatRunOrWaitEndOnceWhenTheirQueueIsDestroyed) {
  constexpr int kJobs = 8;
  for (int round = 0; round < stress::times(30'000); ++round) {
    std::atomic<int> ran = 0;
    std::atomic<int> stopped = 0;
    {
      InferQueue queue(model_, {.requests = 2, .backlog = kJobs});
      for (int i = 0; i < kJobs; ++i) {
        queue.submit(filled(1)).on_done([&](const Outcome& outcome) { ++(outcome.ok() ? ran : stopped); });
      }
    }
    ASSERT_EQ(ran + stopped, kJobs);
  }
}

TEST_F(LifetimeStressTest, ProducersThatBlockAreToldThatTheQueueIsClosed) {
  for (int round = 0; round < stress::times(2'000); ++round) {
    InferQueue queue(model_, {.requests = 1, .backlog = 0});
    std::optional<Slot> busy = queue.acquire();
    std::atomic<int> closed = 0;
    std::vector<std::jthread> producers;
    for (int i = 0; i < 4; ++i) {
      producers.emplace_back([&, submits = i % 2 == 0] {
        try {
          submits ? queue.submit(filled(1)).detach() : static_cast<void>(queue.acquire());
        } catch (const Error& error) {
          closed += error.code() == ErrorCode::kClosed ? 1 : 0;
        }
      });
    }
    while (queue.stats().blocked < 4) std::this_thread::yield();
    queue.close();
    producers.clear();
    ASSERT_EQ(closed, 4);
  }
}

TEST_F(LifetimeStressTest, AQueueIsDestroyedInsideItsOwnContinuation) {
  for (int round = 0; round < stress::times(5'000); ++round) {
    auto queue = std::make_unique<InferQueue>(model_, Options{.requests = 1, .backlog = 4});
    std::optional<Slot> busy = queue->acquire();  // so that no job is done before its continuation is there
    const Gate destroyed;
    const Gate ended;
    std::atomic<int> others = 0;
    queue->submit(filled(1)).on_done([&, destroyed](const Outcome&) {
      queue.reset();
      destroyed.open();
    });
    for (int i = 0; i < 3; ++i) {
      queue->submit(filled(1)).on_done([&, ended](const Outcome&) {
        if (++others == 3) ended.open();
      });
    }
    busy.reset();
    ASSERT_TRUE(destroyed.pass());
    ASSERT_TRUE(ended.pass());
  }
}

TEST_F(LifetimeStressTest, EverythingOutlivesTheQueueTheModelAndTheCore) {
  for (int round = 0; round < stress::times(500); ++round) {
    std::optional<ov::Core> core(std::in_place);
    std::optional<ov::CompiledModel> model = core->compile_model(small_models::relu(), "CPU");
    std::optional<InferQueue> queue(std::in_place, *model, Options{.requests = 3, .backlog = 4});
    core.reset();
    model.reset();
    Result result = queue->submit(filled(2)).get();
    Job job = queue->submit(filled(3));
    job.wait();
    std::optional<Slot> slot = queue->acquire();
    queue.reset();
    ASSERT_TRUE(holds(result[0], 2));
    ASSERT_TRUE(holds(job.get()[0], 3));
    slot.reset();
  }
}

TEST_F(LifetimeStressTest, TenThousandQueuesLeaveNothingBehind) {
  const auto use_a_queue = [&] {
    {
      InferQueue queue(model_, {.requests = 2});
      queue.submit(filled(1)).get();
    }
    AsyncInferQueue queue(model_, 2);
    queue.start_async(filled(1));
  };
  for (int i = 0; i < 20; ++i) use_a_queue();
  const tuning::ProcessUsage before = tuning::process_usage();
  for (int i = 0; i < stress::times(10'000); ++i) use_a_queue();
  const tuning::ProcessUsage after = tuning::process_usage();
  constexpr std::int64_t kSlack = 32 << 20;  // of the allocator, whatever the number of queues
  EXPECT_EQ(after.threads, before.threads);
  EXPECT_EQ(after.files, before.files);
  if (stress::kMemoryTells) {
    EXPECT_LT(after.rss_bytes - before.rss_bytes, kSlack);
  }
}

}  // namespace
}  // namespace millrace
