// Many producers, few requests, slow users: who gets a turn, what is dropped, and what goes on meanwhile.

#include <atomic>
#include <functional>
#include <latch>
#include <mutex>
#include <stdexcept>

#include <gtest/gtest.h>

#include "stress/stress.hpp"

namespace millrace {
namespace {

ov::CompiledModel model() {
  return compile(small_models::relu());
}

// Each producer goes on until all have had their turns, or until it has had a hundred times as many: a machine that
// leaves a thread aside for a while costs that thread some turns, an unfair queue costs it all of them.
TEST(FairnessStressTest, SixteenProducersOfOneRequestAllGetTheirTurn) {
  constexpr int kProducers = 16;
  const int turns = stress::times(10'000);
  InferQueue queue(model(), {.requests = 1, .backlog = 0});
  std::latch all_here(kProducers);
  std::atomic<int> served = 0;  // producers that have had all their turns
  std::atomic<bool> starved = false;
  stress::on_threads(kProducers, [&](int) {
    all_here.arrive_and_wait();
    for (int mine = 1; served < kProducers && !starved; ++mine) {
      queue.submit(filled(1)).get();
      if (mine == turns) ++served;
      if (mine == 100 * turns) starved = true;
    }
  });
  EXPECT_FALSE(starved);
  EXPECT_EQ(served, kProducers);
}

TEST(OverloadStressTest, TheNewestJobWinsWhenTenTimesTooManyCome) {
  InferQueue queue(compile(small_models::matmul_chain(64, 8)),
                   {.requests = 1, .backlog = 1, .full = WhenFull::kDropOldest});
  const int jobs = stress::times(50'000);
  std::optional<Slot> busy = queue.acquire();  // so that the second job finds the first one waiting
  std::optional<Job> newest;
  for (int i = 0; i < jobs; ++i) {
    if (i == 2) busy.reset();
    if (newest) newest->detach();
    newest = queue.submit(filled(1, {64, 64}));
  }
  EXPECT_NO_THROW(newest->get());
  queue.drain();
  const Stats stats = queue.stats();
  EXPECT_GT(stats.dropped, 0U);
  EXPECT_EQ(stats.succeeded + stats.dropped, static_cast<std::uint64_t>(jobs));
}

TEST(DrainStressTest, DrainsWhileFourOthersSubmit) {
  InferQueue queue(model(), {.requests = 2, .backlog = 8});
  std::vector<std::jthread> busy;
  for (int i = 0; i < 4; ++i) {
    busy.emplace_back([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) queue.submit(filled(1)).detach();
    });
  }
  for (int i = 0; i < stress::times(5'000); ++i) {
    Job job = queue.submit(filled(2));
    queue.drain();
    ASSERT_TRUE(job.ready());
  }
}

/// Runs jobs with this executor and tells how many continuations ran.
int run_with(const Executor& deliver, int jobs) {
  std::atomic<int> ran = 0;
  InferQueue queue(model(), {.requests = 4, .deliver = deliver});
  for (int i = 0; i < jobs; ++i) queue.submit(filled(1)).on_done([&](const Outcome&) { ++ran; });
  queue.drain();
  EXPECT_TRUE(queue.ready());
  return ran;
}

TEST(ExecutorStressTest, LosesNothingToAnExecutorThatRunsInline) {
  const int jobs = stress::times(20'000);
  EXPECT_EQ(run_with([](const std::function<void()>& f) { f(); }, jobs), jobs);
}

TEST(ExecutorStressTest, LosesNothingToAnExecutorThatThrows) {
  const int jobs = stress::times(20'000);
  EXPECT_EQ(run_with([](const std::function<void()>&) { throw std::runtime_error("full"); }, jobs), jobs);
}

TEST(ExecutorStressTest, LosesNothingToAnExecutorThatDropsEveryOther) {
  const int jobs = stress::times(20'000);
  std::atomic<int> given = 0;
  EXPECT_EQ(run_with([&](const std::function<void()>& f) { given++ % 2 == 0 ? f() : void(); }, jobs), jobs);
}

TEST(ExecutorStressTest, LosesNothingToAnExecutorThatIsShutDown) {
  std::mutex mutex;
  std::vector<std::function<void()>> held;
  std::atomic<int> ran = 0;
  InferQueue queue(model(), {.requests = 4, .backlog = 100, .deliver = [&](std::function<void()> f) {
                               const std::lock_guard lock(mutex);
                               held.push_back(std::move(f));
                             }});
  for (int i = 0; i < 100; ++i) queue.submit(filled(1)).on_done([&](const Outcome&) { ++ran; });
  while (ran < 100) {
    std::vector<std::function<void()>> dropped;
    const std::lock_guard lock(mutex);
    dropped.swap(held);
  }
  queue.drain();
  EXPECT_EQ(ran, 100);
}

TEST(SlowUserStressTest, SlowContinuationsOnTheCompletionThreadAreReported) {
  const int jobs = stress::times(2'000);
  InferQueue queue(model(), {.requests = 1, .backlog = static_cast<std::size_t>(jobs)});
  std::optional<Slot> busy = queue.acquire();  // so that no job is done before its continuation is there
  const auto begun = Clock::now();
  for (int i = 0; i < jobs; ++i) {
    queue.submit(filled(1)).on_done([&, last = i + 1 == jobs](const Outcome&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (last) std::this_thread::sleep_for(2 * (Clock::now() - begun));  // however long the jobs themselves took
    });
  }
  busy.reset();
  queue.drain();
  EXPECT_GT(queue.stats().user_code_share, 0.5);
  EXPECT_FALSE(queue.stats().advice().empty());
}

TEST(ObserverStressTest, StatisticsBalanceAtEveryMomentUnderLoad) {
  InferQueue queue(model(), {.requests = 2, .backlog = 4});
  std::atomic<int> unbalanced = 0;
  std::vector<std::jthread> observers;
  for (int i = 0; i < 2; ++i) {
    observers.emplace_back([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        const Stats stats = queue.stats();
        const auto ended = stats.succeeded + stats.failed + stats.stopped + stats.dropped;
        if (stats.submitted != ended + stats.waiting + stats.running) ++unbalanced;
      }
    });
  }
  stress::on_threads(4, [&](int) {
    for (int i = 0; i < stress::times(20'000); ++i) {
      Job job = queue.submit(filled(1));
      if (i % 3 == 0) job.cancel();
    }
  });
  observers.clear();
  EXPECT_EQ(unbalanced, 0);
}

TEST(ObserverStressTest, TraceHooksMayThrowAndSubmit) {
  std::atomic<int> traced = 0;
  const int jobs = stress::times(10'000);
  std::optional<InferQueue> queue;
  queue.emplace(model(), Options{.requests = 2, .trace = [&](const TraceRecord&) {
                                   const int n = ++traced;
                                   if (n <= 10) queue->submit(filled(1)).detach();
                                   if (n % 2 == 0) throw 42;
                                 }});
  for (int i = 0; i < jobs; ++i) queue->submit(filled(1)).detach();
  while (traced < jobs + 10) queue->drain();
  EXPECT_EQ(traced, jobs + 10);
}

TEST(SharedModelStressTest, TwoQueuesOnOneModelKeepTheirResultsApart) {
  const ov::CompiledModel shared = model();
  InferQueue queues[] = {InferQueue(shared, {.requests = 2}), InferQueue(shared, {.requests = 3})};
  std::atomic<int> wrong = 0;
  stress::on_threads(4, [&](int thread) {
    InferQueue& queue = queues[thread % 2];
    for (int i = 0; i < stress::times(20'000); ++i) {
      const auto number = static_cast<float>(1'000'000 * (thread % 2) + i);
      if (!holds(queue.submit(filled(number)).get()[0], number)) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
}

class RequestsStressTest : public testing::TestWithParam<std::size_t> {};

TEST_P(RequestsStressTest, ServeEightProducers) {
  InferQueue queue(model(), {.requests = GetParam(), .backlog = 0});
  std::atomic<int> wrong = 0;
  stress::on_threads(8, [&](int thread) {
    for (int i = 0; i < stress::times(10'000); ++i) {
      const auto number = static_cast<float>(100'000 * thread + i);
      if (!holds(queue.submit(filled(number)).get()[0], number)) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
}

INSTANTIATE_TEST_SUITE_P(OneAndMany, RequestsStressTest, testing::Values(1, 32));

}  // namespace
}  // namespace millrace
