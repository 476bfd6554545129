#include <random>
#include <thread>

#include "queue/scheduling/lease.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

/// Everything at once, for ThreadSanitizer, with as many completion threads as the parameter says; the account must
/// balance.
class CoreRaceTest : public CoreFixture, public testing::WithParamInterface<std::size_t> {
 protected:
  void make(std::size_t slots, CoreOptions options) {
    CoreFixture::make(slots, Completes::kOnThread, std::move(options), GetParam());
  }
};
INSTANTIATE_TEST_SUITE_P(CompletionThreads, CoreRaceTest, testing::Values(1U, 2U, 4U));

TEST_P(CoreRaceTest, EveryJobOfEightProducersEndsOnceWithItsOwnPayload) {
  make(4, {.backlog = 4});
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

TEST_P(CoreRaceTest, StoppingRacesCompletionWithoutLosingAJob) {
  make(2, {.backlog = 8});
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

TEST_P(CoreRaceTest, LeasesSubmissionsAndDrainsMix) {
  make(3, {.backlog = 1});
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

TEST_P(CoreRaceTest, UserCodeThatSubmitsInOwnersOfInputsEndsEveryJob) {
  make(3, {.backlog = 2});
  std::atomic<int> let_go = 0;
  std::vector<std::jthread> producers;
  for (int p = 0; p < 3; ++p) {
    producers.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        const auto mine = job();
        mine->keep_alive = std::shared_ptr<void>(nullptr, [&, i](void*) {
          ++let_go;
          if (i % 2 == 0) core_->submit(job());
        });
        core_->submit(mine);
      }
    });
  }
  producers.clear();
  core_->wait_idle("test");
  EXPECT_EQ(let_go, 3 * 500);
  EXPECT_EQ(core_->stats().succeeded, 3U * 750U);
}

TEST_P(CoreRaceTest, AJobWithoutAContinuationHasFreedItsSlotWhenItIsDone) {
  make(1, {.backlog = 0});
  for (int i = 0; i < 2'000; ++i) {
    submit()->wait();
    const auto slot = core_->try_acquire();
    ASSERT_TRUE(slot);
    core_->release(*slot);
  }
}

TEST_P(CoreRaceTest, AStepOfALeaseThatIsDoneLetsTheLeaseGoAtOnce) {
  make(1, {.backlog = 0});
  for (int i = 0; i < 2'000; ++i) {
    const auto slot = core_->try_acquire();
    ASSERT_TRUE(slot);
    const auto step = job();
    step->keeps_slot = true;
    core_->start(*slot, step);
    step->wait();
    core_->release(*slot);
    ASSERT_TRUE(core_->ready());
  }
}

TEST_P(CoreRaceTest, ALoanThatAContinuationDropsIsBackWhenTheJobHasEnded) {
  make(1, {.backlog = 0});
  for (int i = 0; i < 2'000; ++i) {
    const auto lender = job_then([](FakeJob& done) { done.loan.reset(); });
    lender->loan = std::make_shared<Lease>();
    core_->submit(lender);
    core_->drain();
    ASSERT_TRUE(core_->ready());
  }
}

TEST_P(CoreRaceTest, AJobThatIsAbandonedLetsItsUserdataGoOnce) {
  make(2, {.backlog = 2});
  std::atomic<int> let_go = 0;
  for (int i = 0; i < 2'000; ++i) {
    const auto mine = job();
    mine->userdata = std::shared_ptr<const std::any>(new std::any(i), [&](const std::any* any) {
      delete any;
      ++let_go;
    });
    core_->submit(mine);
    mine->abandon();
  }
  core_->drain();
  EXPECT_EQ(let_go, 2'000);
}

TEST_P(CoreRaceTest, AContinuationSetLateRunsExactlyOnce) {
  make(2, {.backlog = 2});
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
