// Stops from everywhere, at every moment of a job's life, also on devices that cannot cancel.

#include <atomic>
#include <random>
#include <stop_token>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "stress/stress.hpp"

namespace millrace {
namespace {

using std::chrono::microseconds;

class StopsStressTest : public testing::TestWithParam<const char*> {
 protected:
  // Slow enough for a stop to come while it runs; BATCH wants a batch dimension.
  ov::CompiledModel model() const {
    const std::string device = GetParam();
    return stress::compiled_on(device,
                               stress::is_batch(device) ? small_models::relu() : small_models::matmul_chain(64, 8));
  }

  ov::Tensor input() const { return stress::is_batch(GetParam()) ? filled(1) : filled(1, {64, 64}); }
};

TEST_P(StopsStressTest, CancelsRaceCompletionFromFourThreads) {
  InferQueue queue(model(), {.requests = 2, .backlog = 4});
  std::atomic<int> ended = 0;
  std::atomic<int> wrong = 0;
  const int jobs = stress::times(4'000);
  stress::on_threads(4, [&](int thread) {
    std::mt19937 random(static_cast<unsigned>(thread));
    for (int i = 0; i < jobs; ++i) {
      Job job = queue.submit(input());
      if (random() % 2 == 0) std::this_thread::sleep_for(microseconds(random() % 300));
      const bool stopped = job.cancel();
      if (random() % 2 == 0 && job.cancel()) ++wrong;  // it cannot be stopped twice
      const Outcome outcome = job.outcome();
      if (stopped != (outcome.stopped() == StopReason::kCancelled)) ++wrong;
      ++ended;
    }
  });
  queue.drain();
  EXPECT_EQ(ended, 4 * jobs);
  EXPECT_EQ(wrong, 0);
  while (queue.stats().letting_go > 0) std::this_thread::yield();
  EXPECT_TRUE(stress::balanced(queue.stats()));
}

TEST_P(StopsStressTest, OneTokenStopsJobsOfFourThreadsWhileTheySubmit) {
  InferQueue queue(model(), {.requests = 2, .backlog = 2});
  for (int round = 0; round < stress::times(500); ++round) {
    std::stop_source stop;
    std::atomic<int> ended = 0;
    stress::on_threads(5, [&](int thread) {
      if (thread == 4) {
        stop.request_stop();
        return;
      }
      for (int i = 0; i < 4; ++i) {
        const Outcome outcome = queue.submit(input(), {.stop = stop.get_token()}).outcome();
        if (outcome.ok() || outcome.stopped() == StopReason::kCancelled) ++ended;
      }
    });
    ASSERT_EQ(ended, 16);
  }
}

TEST_P(StopsStressTest, DeadlinesExpireWhereverTheJobIs) {
  InferQueue queue(model(), {.requests = 2, .backlog = 8});
  std::atomic<int> wrong = 0;
  const int jobs = stress::times(4'000);
  stress::on_threads(4, [&](int thread) {
    std::mt19937 random(static_cast<unsigned>(thread));
    for (int i = 0; i < jobs; ++i) {
      const auto time = microseconds(static_cast<int>(random() % 1'000) - 100);
      const Outcome outcome = queue.submit(input(), {.deadline = Clock::now() + time}).outcome();
      if (!outcome.ok() && outcome.stopped() != StopReason::kExpired) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
  while (queue.stats().letting_go > 0) std::this_thread::yield();
  EXPECT_TRUE(stress::balanced(queue.stats()));
}

TEST_P(StopsStressTest, CancelAllCloseAndDrainComeAtOnce) {
  const ov::CompiledModel compiled = model();
  for (int round = 0; round < stress::times(500); ++round) {
    InferQueue queue(compiled, {.requests = 2, .backlog = 8});
    std::atomic<int> ended = 0;
    for (int i = 0; i < 8; ++i) queue.submit(input()).on_done([&](const Outcome&) { ++ended; });
    stress::on_threads(3, [&](int thread) {
      if (thread == 0) queue.cancel_all();
      if (thread == 1) queue.close();
      if (thread == 2) queue.drain();
    });
    queue.drain();
    ASSERT_EQ(ended, 8);
  }
}

INSTANTIATE_TEST_SUITE_P(Devices, StopsStressTest, testing::ValuesIn(stress::kDevices),
                         [](const auto& param) { return stress::name_of(param.param); });

TEST(AcquireStressTest, TokensRaceTheRequestThatComesFree) {
  InferQueue queue(compile(small_models::relu()), {.requests = 1});
  int leased = 0;
  const int rounds = stress::times(10'000);
  for (int round = 0; round < rounds; ++round) {
    std::optional<Slot> busy = queue.acquire();
    std::stop_source stop;
    stress::on_threads(3, [&](int thread) {
      if (thread == 0) stop.request_stop();
      if (thread == 1) busy.reset();
      if (thread != 2) return;
      try {
        const Slot slot = queue.acquire(stop.get_token());
        ++leased;
      } catch (const Stopped&) {
      }
    });
    ASSERT_TRUE(queue.ready());
  }
  EXPECT_LE(leased, rounds);
}

}  // namespace
}  // namespace millrace
