// Continuations that submit: thousands deep, through one request, through two queues that feed each other.

#include <atomic>
#include <functional>

#include <gtest/gtest.h>

#include "stress/stress.hpp"
#include "synthetic/gate.hpp"

namespace millrace {
namespace {

constexpr int kDeep = 2'000;

/// One number on its way: each continuation adds one and hands it to the next queue. Opens the gate at the end.
void pass_on(std::vector<InferQueue*> ring, int hop, int hops, const Gate& done, std::atomic<float>& last) {
  InferQueue& queue = *ring[static_cast<std::size_t>(hop) % ring.size()];
  queue.submit(filled(static_cast<float>(hop))).on_done([ring, hop, hops, done, &last](const Outcome& outcome) {
    last = first(outcome.result()[0]);
    if (hop == hops) {
      done.open();
    } else {
      pass_on(ring, hop + 1, hops, done, last);
    }
  });
}

class ReentryStressTest : public testing::TestWithParam<std::size_t> {};

TEST_P(ReentryStressTest, ContinuationsSubmitTwoThousandDeep) {
  InferQueue queue(compile(small_models::relu()), {.requests = GetParam(), .backlog = 0});
  const Gate done;
  std::atomic<float> last = 0;
  pass_on({&queue}, 0, kDeep, done, last);
  done.pass();
  EXPECT_EQ(last, static_cast<float>(kDeep));
}

TEST_P(ReentryStressTest, AndSoTheyDoWhenJobsCompleteInline) {
  InferQueue queue(compile_inline(small_models::relu()), {.requests = GetParam(), .backlog = 0});
  const Gate done;
  std::atomic<float> last = 0;
  pass_on({&queue}, 0, kDeep, done, last);
  done.pass();
  EXPECT_EQ(last, static_cast<float>(kDeep));
}

TEST_P(ReentryStressTest, EachContinuationSubmitsTwoUntilThereAreThousands) {
  InferQueue queue(compile(small_models::relu()), {.requests = GetParam(), .backlog = 1});
  std::atomic<int> ended = 0;
  const std::function<void(int)> grow = [&](int generation) {
    queue.submit(filled(1)).on_done([&, generation](const Outcome&) {
      ++ended;
      if (generation > 0) grow(generation - 1);
      if (generation > 0) grow(generation - 1);
    });
  };
  grow(10);
  while (ended < (1 << 11) - 1) queue.drain();
  EXPECT_EQ(ended, (1 << 11) - 1);
}

TEST_P(ReentryStressTest, TwoQueuesFeedEachOther) {
  InferQueue one(compile(small_models::relu()), {.requests = GetParam(), .backlog = 0});
  InferQueue two(compile(small_models::relu()), {.requests = 1, .backlog = 0});
  constexpr int kRunners = 8;
  std::vector<Gate> done(kRunners);
  std::vector<std::atomic<float>> last(kRunners);
  stress::on_threads(kRunners, [&](int runner) {
    const auto i = static_cast<std::size_t>(runner);
    pass_on({&one, &two}, 0, stress::times(50'000), done[i], last[i]);
    done[i].pass();
  });
  for (const auto& each : last) EXPECT_EQ(each, static_cast<float>(stress::times(50'000)));
}

INSTANTIATE_TEST_SUITE_P(Requests, ReentryStressTest, testing::Values(1, 2, 4));

TEST(BacklogStressTest, TenThousandJobsWaitInTheBacklogOfAQueueThatCompletesInline) {
  InferQueue queue(compile_inline(small_models::relu()), {.requests = 1, .backlog = 10'000});
  std::optional<Slot> slot = queue.acquire();
  std::vector<Job> jobs;
  for (int i = 0; i < 10'000; ++i) jobs.push_back(queue.submit(filled(static_cast<float>(i))));
  slot.reset();
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(holds(jobs[static_cast<std::size_t>(i)].get()[0], static_cast<float>(i)));
  }
}

}  // namespace
}  // namespace millrace
