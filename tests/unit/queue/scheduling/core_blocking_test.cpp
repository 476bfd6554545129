#include <thread>

#include "fakes/all_block.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

class CoreBlockingTest : public CoreFixture {};

TEST_F(CoreBlockingTest, SubmitBlocksWhileTheBacklogIsFull) {
  make(1, Completes::kByHand, {.backlog = 1});
  submit();
  submit();
  const auto third = job(7);
  auto call = std::async(std::launch::async, [&] { core_->submit(third); });
  EXPECT_TRUE(all_block(*core_, call));
  complete(0);
  call.get();
  complete(0);
  complete(0);
  EXPECT_EQ(third->output, 14);
}

TEST_F(CoreBlockingTest, WithoutABacklogSubmitWaitsForASlot) {
  make(1, Completes::kByHand, {.backlog = 0});
  submit();
  const auto second = job(7);
  auto call = std::async(std::launch::async, [&] { core_->submit(second); });
  EXPECT_TRUE(all_block(*core_, call));
  complete(0);
  call.get();
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
  EXPECT_EQ(second->output, 14);
}

TEST_F(CoreBlockingTest, AcquireWaitsForASlotAndGetsIt) {
  make(1, Completes::kByHand);
  submit();
  std::size_t slot = 99;
  auto call = std::async(std::launch::async, [&] { slot = core_->acquire({}, "test"); });
  EXPECT_TRUE(all_block(*core_, call));
  complete(0);
  call.get();
  EXPECT_EQ(slot, 0U);
  EXPECT_FALSE(core_->ready());
  core_->release(slot);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreBlockingTest, AStopTokenEndsAnAcquire) {
  make(1, Completes::kByHand);
  submit();
  std::stop_source stop;
  auto call = std::async(std::launch::async, [&] { core_->acquire(stop.get_token(), "test"); });
  EXPECT_TRUE(all_block(*core_, call));
  stop.request_stop();
  EXPECT_THROW(call.get(), Stopped);
  complete(0);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreBlockingTest, AnAcquireWithAStoppedTokenDoesNotTakeASlot) {
  make(1, Completes::kByHand);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(core_->acquire(stop.get_token(), "test"), Stopped);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreBlockingTest, ClosingEndsBlockedCallsWithAnError) {
  make(1, Completes::kByHand, {.backlog = 0});
  submit();
  auto submitter = std::async(std::launch::async, [&] { submit(); });
  auto acquirer = std::async(std::launch::async, [&] { core_->acquire({}, "test"); });
  EXPECT_TRUE(all_block(*core_, submitter, acquirer));
  core_->close();
  EXPECT_THROW(submitter.get(), Error);
  EXPECT_THROW(acquirer.get(), Error);
  complete(0);
}

TEST_F(CoreBlockingTest, ClosingStopsWhatWaitsAndLetsRunWhatRuns) {
  make(1, Completes::kByHand, {.backlog = 1});
  const auto running = submit(8);
  const auto waiting = submit();
  core_->close();
  EXPECT_EQ(waiting->stopped, StopReason::kClosed);
  EXPECT_FALSE(running->done());
  complete(0);
  EXPECT_EQ(running->output, 16);
  EXPECT_THROW(submit(), Error);
  EXPECT_THROW(core_->try_submit(job()), Error);
  EXPECT_THROW(core_->acquire({}, "test"), Error);
}

TEST_F(CoreBlockingTest, ClosingRunsTheContinuationsOfWhatWaited) {
  make(1, Completes::kByHand, {.backlog = 1});
  submit();
  bool told = false;
  core_->submit(job_then([&](FakeJob& stopped) { told = stopped.stopped == StopReason::kClosed; }));
  core_->close();
  EXPECT_TRUE(told);
  complete(0);
}

TEST_F(CoreBlockingTest, DrainReturnsAlthoughLaterJobsStillRun) {
  make(1, Completes::kByHand, {.backlog = 1});
  submit();
  auto drained = std::async(std::launch::async, [&] { core_->drain(); });
  EXPECT_TRUE(all_block(*core_, drained));
  submit();
  complete(0);
  drained.get();
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
}

TEST_F(CoreBlockingTest, DrainWaitsForContinuationsToo) {
  make(1, Completes::kOnThread);
  std::atomic<bool> ran = false;
  core_->submit(job_then([&](FakeJob&) { ran = true; }));
  core_->drain();
  EXPECT_TRUE(ran);
}

TEST_F(CoreBlockingTest, IsIdleOnlyWhenTheLastCallbackHasReturned) {
  make(1, Completes::kByHand);
  std::future<void> idle;
  std::atomic<bool> waits = false;  // for the callback
  backend_->on_step = [&, completer = std::this_thread::get_id()] {
    if (std::this_thread::get_id() != completer) waits = true;
  };
  backend_->on_return = [&] {
    while (!waits && idle.wait_for(std::chrono::seconds(0)) != std::future_status::ready) std::this_thread::yield();
  };
  submit();
  idle = std::async(std::launch::async, [&] { core_->wait_idle("test"); });
  EXPECT_TRUE(all_block(*core_, idle));
  complete(0);
  idle.get();
  EXPECT_TRUE(waits);
}

TEST_F(CoreBlockingTest, NothingBlocksInsideAContinuation) {
  make(1, Completes::kByHand, {.backlog = 0});
  bool acquire_threw = false;
  bool drain_threw = false;
  bool wait_threw = false;
  core_->submit(job_then([&](FakeJob&) {
    acquire_threw = would_deadlock([&] { core_->acquire({}, "test"); });
    drain_threw = would_deadlock([&] { core_->drain(); });
    wait_threw = would_deadlock([&] { core_->wait_idle("test"); });
    submit();
    submit();  // neither blocks, although there is no slot and no backlog
  }));
  complete(0);
  complete(0);
  complete(0);
  EXPECT_TRUE(acquire_threw);
  EXPECT_TRUE(drain_threw);
  EXPECT_TRUE(wait_threw);
  core_->drain();
}

TEST_F(CoreBlockingTest, WhatNeedsNoWaitWorksInsideAContinuation) {
  make(2, Completes::kByHand);
  bool leased = false;
  core_->submit(job_then([&](FakeJob&) {
    const auto slot = core_->acquire({}, "test");
    leased = true;
    core_->release(slot);
  }));
  complete(backend_->is_running(0) ? 0 : 1);
  EXPECT_TRUE(leased);
}

TEST_F(CoreBlockingTest, SixteenProducersOnOneSlotAreAllServed) {
  make(1, Completes::kOnThread, {.backlog = 0});
  std::atomic<int> served = 0;
  std::vector<std::jthread> producers;
  for (int p = 0; p < 16; ++p) {
    producers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const auto mine = submit(i);
        mine->wait();
        if (mine->output == 2 * i) ++served;
      }
    });
  }
  producers.clear();
  EXPECT_EQ(served, 16 * 50);
}

}  // namespace
}  // namespace millrace::scheduling
