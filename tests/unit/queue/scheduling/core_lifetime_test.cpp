#include <thread>

#include "fakes/all_block.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

class CoreLifetimeTest : public CoreFixture {
 protected:
  /// What the owner of a core does at its end.
  static void destroy(std::shared_ptr<Core>& core) {
    core->close();
    core->retire();
    core.reset();
  }

  /// Calls `f`, and tells whether it threw that the core is closed.
  template <class F>
  static bool is_refused(F f) {
    try {
      f();
    } catch (const Error& error) {
      return error.code() == ErrorCode::kClosed;
    }
    return false;
  }
};

TEST_F(CoreLifetimeTest, ARunningJobKeepsTheCoreAlive) {
  make(1, Completes::kByHand);
  const std::weak_ptr<Core> watch = core_;
  const auto running = submit(4);
  core_.reset();
  EXPECT_FALSE(watch.expired());
  backend_->complete(0);
  EXPECT_EQ(running->output, 8);
  EXPECT_TRUE(watch.expired());
}

TEST_F(CoreLifetimeTest, DestroyingWaitsForRunningJobsAndTheirContinuations) {
  for (int i = 0; i < 300; ++i) {
    make(2, Completes::kOnThread, {.backlog = 4});
    std::atomic<int> outcomes = 0;
    for (int j = 0; j < 6; ++j) core_->submit(job_then([&](FakeJob&) { ++outcomes; }));
    destroy(core_);
    ASSERT_EQ(outcomes, 6);
  }
}

TEST_F(CoreLifetimeTest, ACoreDestroyedInsideItsOwnContinuationEndsItsJobsAndGoes) {
  for (int i = 0; i < 100; ++i) {
    make(2, Completes::kOnThread, {.backlog = 2});
    const std::weak_ptr<Core> watch = core_;
    std::latch submitted(1);
    std::promise<void> destroyed;
    std::atomic<int> outcomes = 0;
    core_->submit(job_then([&](FakeJob&) {
      submitted.wait();
      destroy(core_);
      ++outcomes;
      destroyed.set_value();
    }));
    const auto owner = watch.lock();
    for (int j = 0; j < 3; ++j) owner->submit(job_then([&](FakeJob&) { ++outcomes; }));
    submitted.count_down();
    destroyed.get_future().wait();
    owner->drain();
    ASSERT_EQ(outcomes, 4);
  }
}

TEST_F(CoreLifetimeTest, ACoreWhoseLastOwnerIsACompletionIsDestroyedElsewhere) {
  make(1, Completes::kOnThread);
  const std::weak_ptr<Core> watch = core_;
  const auto released = std::make_shared<std::latch>(1);  // shared: nothing here waits for the continuation to return
  core_->submit(job_then([released](FakeJob&) { released->wait(); }));
  core_.reset();
  backend_ = nullptr;
  released->count_down();
  while (!watch.expired()) std::this_thread::yield();
  EXPECT_EQ(Core::leaked(), 0U);
}

TEST_F(CoreLifetimeTest, ACoreCanBeDestroyedWhileProducersBlock) {
  for (int i = 0; i < 100; ++i) {
    make(1, Completes::kOnThread, {.backlog = 0});
    std::atomic<int> refused = 0;
    std::latch busy(1);
    std::vector<std::jthread> producers;
    core_->submit(job_then([&](FakeJob&) { busy.wait(); }));
    for (int p = 0; p < 4; ++p) {
      producers.emplace_back([&, core = core_] {
        try {
          for (;;) core->submit(job());
        } catch (const Error& error) {
          if (error.code() == ErrorCode::kClosed) ++refused;
        }
      });
    }
    busy.count_down();
    destroy(core_);
    producers.clear();
    ASSERT_EQ(refused, 4);
  }
}

TEST_F(CoreLifetimeTest, ARetiringCoreClosesAtOnceWhenNoJobIsLeft) {
  make(1, Completes::kByHand);
  core_->acquire({}, "test");
  auto submitter = std::async(std::launch::async, [&] { core_->submit(job()); });
  auto acquirer = std::async(std::launch::async, [&] { core_->acquire({}, "test"); });
  ASSERT_TRUE(all_block(*core_, submitter, acquirer));
  core_->retire();
  EXPECT_TRUE(is_refused([&] { submitter.get(); }));
  EXPECT_TRUE(is_refused([&] { acquirer.get(); }));
  EXPECT_EQ(backend_->starts(), 0U);
}

TEST_F(CoreLifetimeTest, ARetiringCoreTakesWhatContinuationsSubmitAndThenCloses) {
  make(1, Completes::kByHand);
  std::shared_ptr<FakeJob> second;
  core_->submit(job_then([&](FakeJob&) { second = submit(); }));
  auto retired = std::async(std::launch::async, [&] { core_->retire(); });
  ASSERT_TRUE(all_block(*core_, retired));
  complete(0);
  EXPECT_EQ(retired.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  complete(0);
  retired.get();
  EXPECT_TRUE(second->done());
  EXPECT_TRUE(is_refused([&] { submit(); }));
}

TEST_F(CoreLifetimeTest, ACoreRetiredInsideAContinuationClosesWhenTheLastJobHasEnded) {
  make(2, Completes::kByHand);
  submit();
  core_->submit(job_then([&](FakeJob&) { core_->retire(); }));
  complete(1);
  submit();
  complete(0);
  complete(1);
  EXPECT_TRUE(is_refused([&] { submit(); }));
}

TEST_F(CoreLifetimeTest, ASlotMayBeGivenBackAfterTheOwnerIsGone) {
  make(1, Completes::kByHand);
  auto core = core_;
  const auto slot = core->acquire({}, "test");
  destroy(core_);
  EXPECT_THROW(core->start(slot, job()), Error);
  core->release(slot);
  EXPECT_TRUE(core->ready());
}

}  // namespace
}  // namespace millrace::scheduling
