#include <atomic>
#include <cstdlib>
#include <future>
#include <latch>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "fakes/all_block.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

TEST(InferQueueLifetimeTest, DestroyedWithJobsInFlightItGivesEachOneOutcome) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 300; ++i) {
    std::atomic<int> ran = 0;
    std::atomic<int> stopped = 0;
    {
      InferQueue queue(model, {.requests = 2, .backlog = 4});
      for (int j = 0; j < 6; ++j) {
        queue.submit(filled(1)).on_done([&](const Outcome& outcome) { ++(outcome.ok() ? ran : stopped); });
      }
    }
    ASSERT_EQ(ran + stopped, 6);
  }
}

TEST(InferQueueLifetimeTest, DestroyedWithJobsInFlightItLeavesEveryJobReady) {
  const ov::CompiledModel model = compile(small_models::relu());
  std::vector<Job> jobs;
  {
    InferQueue queue(model, {.requests = 2, .backlog = 4});
    for (int j = 0; j < 6; ++j) jobs.push_back(queue.submit(filled(1)));
  }
  for (Job& job : jobs) EXPECT_TRUE(job.ready());
}

TEST(InferQueueLifetimeTest, CanBeDestroyedInsideItsOwnContinuation) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 20; ++i) {
    auto queue = std::make_unique<InferQueue>(model, Options{.requests = 2, .backlog = 4});
    std::vector<Slot> slots;
    slots.push_back(queue->acquire());
    slots.push_back(queue->acquire());
    const Gate destroyed;
    std::latch outcomes(4);
    queue->submit(filled(1)).on_done([&, destroyed](const Outcome&) {
      queue.reset();
      outcomes.count_down();
      destroyed.open();
    });
    for (int j = 0; j < 3; ++j) queue->submit(filled(1)).on_done([&](const Outcome&) { outcomes.count_down(); });
    slots.clear();
    ASSERT_TRUE(destroyed.pass());
    outcomes.wait();
    ASSERT_EQ(queue, nullptr);
  }
}

TEST(InferQueueLifetimeTest, CanBeDestroyedInsideItsOwnContinuationWhenJobsCompleteInline) {
  auto queue = std::make_unique<InferQueue>(compile_inline(small_models::relu()), Options{.requests = 1});
  bool destroyed = false;
  std::optional<Slot> slot = queue->acquire();
  queue->submit(filled(1)).on_done([&](const Outcome&) {
    queue.reset();
    destroyed = true;
  });
  slot.reset();
  EXPECT_TRUE(destroyed);
}

/// A queue of one request that tells when it has been destroyed.
std::shared_ptr<InferQueue> watched(const ov::CompiledModel& model, const Gate& destroyed) {
  return {new InferQueue(model, {.requests = 1}), [destroyed](const InferQueue* queue) {
            delete queue;
            destroyed.open();
          }};
}

TEST(InferQueueLifetimeTest, CanBeOwnedByTheUserdataOfItsOwnJob) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 20; ++i) {
    const Gate destroyed;
    std::shared_ptr<InferQueue> queue = watched(model, destroyed);
    std::optional<Slot> slot = queue->acquire();
    queue->submit(filled(1), {.userdata = queue}).detach();
    queue.reset();
    slot.reset();
    ASSERT_TRUE(destroyed.pass());
  }
}

TEST(InferQueueLifetimeTest, CanBeOwnedByTheInputsOfItsOwnJob) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 20; ++i) {
    const Gate destroyed;
    std::shared_ptr<InferQueue> queue = watched(model, destroyed);
    std::optional<Slot> slot = queue->acquire();
    queue->submit(ov::Tensor(filled(1), std::shared_ptr<void>(queue))).detach();
    queue.reset();
    slot.reset();
    ASSERT_TRUE(destroyed.pass());
  }
}

TEST(InferQueueLifetimeTest, RunsOnWhenModelAndCoreAreDroppedFirst) {
  std::optional<InferQueue> queue;
  {
    ov::Core core;
    queue.emplace(core.compile_model(small_models::relu(), "CPU"));
  }
  EXPECT_TRUE(holds(queue->submit(filled(2)).get()[0], 2));
}

TEST(InferQueueLifetimeTest, DestroyedWhileProducersBlockItTellsThemThatItIsClosed) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 50; ++i) {
    auto queue = std::make_unique<InferQueue>(model, Options{.requests = 1, .backlog = 0});
    std::optional<Slot> slot = queue->acquire();
    auto submitter = std::async(std::launch::async, [inner = queue.get()] { inner->submit(filled(1)).detach(); });
    auto acquirer = std::async(std::launch::async, [inner = queue.get()] { inner->acquire(); });
    EXPECT_TRUE(all_block(*queue, submitter, acquirer));
    queue.reset();
    for (auto* call : {&submitter, &acquirer}) {
      try {
        call->get();
        FAIL() << "no exception";
      } catch (const Error& error) {
        ASSERT_EQ(error.code(), ErrorCode::kClosed);
      }
    }
  }
}

TEST(InferQueueLifetimeTest, CanBeMadeAndDestroyedOften) {
  const ov::CompiledModel model = compile(small_models::relu());
  std::atomic<int> ended = 0;
  for (int i = 0; i < 500; ++i) {
    InferQueue queue(model, {.requests = 1});
    queue.submit(filled(1)).on_done([&](const Outcome&) { ++ended; });
  }
  EXPECT_EQ(ended, 500);
}

TEST(InferQueueExitDeathTest, ExitInAContinuationEndsTheProcessWithItsCode) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        static InferQueue queue(compile(small_models::relu()), {.requests = 2});
        const Job behind = queue.submit(filled(1));
        queue.submit(filled(1)).on_done([](const Outcome&) { std::exit(3); });
        queue.drain();
      },
      testing::ExitedWithCode(3), "");
}

}  // namespace
}  // namespace millrace
