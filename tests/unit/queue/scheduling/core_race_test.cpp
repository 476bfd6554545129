#include <random>
#include <thread>

#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

/// Everything at once, for ThreadSanitizer; the account must balance.
class CoreRaceTest : public CoreFixture {};

TEST_F(CoreRaceTest, EveryJobOfEightProducersEndsOnceWithItsOwnPayload) {
  make(4, Completes::kOnThread, {.backlog = 4});
  constexpr int kJobs = 2'000;
  std::atomic<int> right = 0;
  std::atomic<int> failed = 0;
  std::atomic<int> outcomes = 0;
  std::vector<std::jthread> producers;
  for (unsigned p = 0; p < 8; ++p) {
    producers.emplace_back([&, p] {
      std::mt19937 random(p);
      for (int i = 0; i < kJobs; ++i) {
        const auto mine = job_then(
            [&](FakeJob& done) {
              ++outcomes;
              if (done.error) ++failed;
              if (!done.error && done.output == 2 * done.input) ++right;
              if (done.input % 7 == 0) throw std::runtime_error("user code");
            },
            i);
        if (random() % 3 == 0) (random() % 2 == 0 ? mine->run_error : mine->start_error) = error_of("injected");
        core_->submit(mine);
      }
    });
  }
  producers.clear();
  core_->drain();
  EXPECT_EQ(outcomes, 8 * kJobs);
  EXPECT_EQ(right + failed, 8 * kJobs);
  EXPECT_EQ(free_slots(), 4U);
}

TEST_F(CoreRaceTest, StoppingRacesCompletionWithoutLosingAJob) {
  make(2, Completes::kOnThread, {.backlog = 8});
  std::atomic<int> finished = 0;
  std::atomic<int> stopped = 0;
  std::vector<std::jthread> producers;
  for (int p = 0; p < 4; ++p) {
    producers.emplace_back([&] {
      for (int i = 0; i < 1'000; ++i) {
        const auto mine = job_then([&](FakeJob& done) { ++(done.stopped ? stopped : finished); });
        core_->submit(mine);
        if (i % 2 == 0) core_->stop(mine, StopReason::kCancelled);
      }
    });
  }
  producers.clear();
  core_->drain();
  EXPECT_EQ(finished + stopped, 4'000);
}

TEST_F(CoreRaceTest, LeasesSubmissionsAndDrainsMix) {
  make(3, Completes::kOnThread, {.backlog = 1});
  std::atomic<int> outcomes = 0;
  const auto note = [&](FakeJob&) { ++outcomes; };
  std::vector<std::jthread> threads;
  for (int p = 0; p < 3; ++p) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        const auto slot = core_->acquire({}, "test");
        if (i % 3 == 0) {
          core_->release(slot);
        } else {
          core_->start(slot, job_then(note));
        }
      }
    });
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) core_->submit(job_then(note));
    });
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) core_->drain();
    });
  }
  threads.clear();
  core_->drain();
  EXPECT_EQ(outcomes, 3 * (500 - 167) + 3 * 500);
}

TEST_F(CoreRaceTest, AContinuationSetLateRunsExactlyOnce) {
  make(2, Completes::kOnThread, {.backlog = 2});
  std::atomic<int> ran = 0;
  for (int i = 0; i < 2'000; ++i) {
    const auto mine = submit();
    auto now = mine->set_continuation([&](JobState&) { ++ran; });
    run_continuation(std::move(now), *mine);
  }
  core_->drain();
  EXPECT_EQ(ran, 2'000);
}

}  // namespace
}  // namespace millrace::scheduling
