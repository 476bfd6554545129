#include <atomic>
#include <thread>

#include "fakes/all_block.hpp"
#include "queue/scheduling/frame.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

class CoreStopTest : public CoreFixture {
 protected:
  bool cancel(const std::shared_ptr<FakeJob>& job) { return core_->stop(job, StopReason::kCancelled); }
};

TEST_F(CoreStopTest, StopsAJobThatWaitsWithoutTouchingTheDevice) {
  make(1, Completes::kByHand, {.backlog = 2});
  submit();
  const auto stopped = submit();
  const auto last = submit();
  EXPECT_TRUE(cancel(stopped));
  EXPECT_TRUE(stopped->done());
  EXPECT_EQ(stopped->stopped, StopReason::kCancelled);
  EXPECT_FALSE(stopped->error);
  complete(0);
  complete(0);
  EXPECT_TRUE(last->done());
  EXPECT_EQ(backend_->starts(), 2U);
  EXPECT_EQ(backend_->cancels(), 0U);
}

TEST_F(CoreStopTest, ARunningJobEndsAtOnceAndItsSlotComesBackWhenTheDeviceLetsGo) {
  make(1, Completes::kByHand);
  const auto running = submit(3);
  EXPECT_TRUE(cancel(running));
  EXPECT_TRUE(running->done());
  EXPECT_EQ(running->stopped, StopReason::kCancelled);
  EXPECT_EQ(backend_->cancels(), 1U);
  EXPECT_FALSE(core_->ready());
  complete(0);
  EXPECT_TRUE(core_->ready());
  EXPECT_EQ(running->output, 0);
}

TEST_F(CoreStopTest, AJobThatIsStoppedWhileTheDeviceStartsItIsCancelledAfterThat) {
  make(1, Completes::kByHand);
  const auto stopped = job();
  std::size_t cancels_during_start = 1;
  backend_->on_step = [&, once = true]() mutable {
    if (!std::exchange(once, false)) return;
    std::jthread([&] { cancel(stopped); }).join();
    cancels_during_start = backend_->cancels();
  };
  core_->submit(stopped);
  EXPECT_EQ(cancels_during_start, 0U);
  EXPECT_EQ(backend_->cancels(), 1U);
  EXPECT_EQ(stopped->stopped, StopReason::kCancelled);
  complete(0);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreStopTest, TheSlotOfAStoppedJobServesTheNextOne) {
  make(1, Completes::kByHand, {.backlog = 1});
  cancel(submit());
  const auto next = submit(5);
  EXPECT_FALSE(next->done());
  complete(0);
  complete(0);
  EXPECT_EQ(next->output, 10);
}

TEST_F(CoreStopTest, ASlotThatIsFreedInsideTheCancelIsPassedOnAfterIt) {
  make(1, Completes::kByHand, {.backlog = 1});
  backend_->on_cancel = [this](std::size_t slot) { complete(slot); };
  const auto first = submit();
  const auto next = submit(5);
  cancel(first);
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
  EXPECT_EQ(next->output, 10);
}

TEST_F(CoreStopTest, KeepsTheOwnersOfInputsUntilTheDeviceLetsGo) {
  make(1, Completes::kByHand);
  auto owner = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = owner;
  const auto running = job();
  running->keep_alive = std::move(owner);
  core_->submit(running);
  cancel(running);
  EXPECT_FALSE(watch.expired());
  complete(0);
  EXPECT_TRUE(watch.expired());
}

TEST_F(CoreStopTest, AJobIsStoppedOnce) {
  make(1, Completes::kByHand);
  const auto running = submit();
  EXPECT_TRUE(cancel(running));
  EXPECT_FALSE(cancel(running));
  complete(0);
  EXPECT_EQ(backend_->cancels(), 1U);
}

TEST_F(CoreStopTest, AJobThatHasEndedCannotBeStopped) {
  make(1, Completes::kByHand);
  const auto ended = submit(2);
  complete(0);
  EXPECT_FALSE(cancel(ended));
  EXPECT_FALSE(ended->stopped);
  EXPECT_EQ(ended->output, 4);
}

TEST_F(CoreStopTest, ATokenThatHasFiredStopsAJobBeforeItStarts) {
  make(1, Completes::kByHand);
  std::stop_source stop;
  stop.request_stop();
  const auto late = job();
  late->stop = stop.get_token();
  core_->submit(late);
  EXPECT_EQ(late->stopped, StopReason::kCancelled);
  EXPECT_EQ(backend_->starts(), 0U);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreStopTest, ATokenStopsJobsThatWaitAndJobsThatRun) {
  make(1, Completes::kByHand, {.backlog = 1});
  std::stop_source stop;
  const auto running = job();
  const auto waiting = job();
  for (const auto& each : {running, waiting}) {
    each->stop = stop.get_token();
    core_->submit(each);
  }
  stop.request_stop();
  EXPECT_EQ(running->stopped, StopReason::kCancelled);
  EXPECT_EQ(waiting->stopped, StopReason::kCancelled);
  complete(0);
  EXPECT_EQ(backend_->starts(), 1U);
}

TEST_F(CoreStopTest, AContinuationMayFireTheTokenOfItsOwnJob) {
  make(1, Completes::kByHand);
  std::stop_source stop;
  const auto self = job_then([&](FakeJob&) { stop.request_stop(); });
  self->stop = stop.get_token();
  core_->submit(self);
  complete(0);
  EXPECT_FALSE(self->stopped);
}

TEST_F(CoreStopTest, ATokenEndsABlockedSubmit) {
  make(1, Completes::kByHand, {.backlog = 0});
  submit();
  std::stop_source stop;
  const auto blocked = job();
  blocked->stop = stop.get_token();
  auto submitter = std::async(std::launch::async, [&] { core_->submit(blocked); });
  EXPECT_TRUE(all_block(*core_, submitter));
  stop.request_stop();
  submitter.get();
  EXPECT_EQ(blocked->stopped, StopReason::kCancelled);
  complete(0);
  EXPECT_EQ(backend_->starts(), 1U);
}

TEST_F(CoreStopTest, AJobStoppedBetweenTwoStepsOfAFrameIsNotStarted) {
  make(1, Completes::kByHand, {.backlog = 1});
  std::shared_ptr<FakeJob> next;
  {
    const Frame frame;  // keeps the start for its end
    const auto held = core_->try_acquire();
    next = submit();
    core_->release(*held);
    EXPECT_TRUE(cancel(next));
    EXPECT_FALSE(cancel(next));
  }
  EXPECT_EQ(next->stopped, StopReason::kCancelled);
  EXPECT_EQ(backend_->starts(), 0U);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreStopTest, CancelAllStopsWhatWaitsAndWhatRuns) {
  make(2, Completes::kByHand, {.backlog = 2});
  std::vector<std::shared_ptr<FakeJob>> jobs;
  for (int i = 0; i < 4; ++i) jobs.push_back(submit());
  core_->cancel_all();
  for (const auto& each : jobs) EXPECT_EQ(each->stopped, StopReason::kCancelled);
  complete(0);
  complete(1);
  EXPECT_EQ(free_slots(), 2U);
}

TEST_F(CoreStopTest, ARetiringCoreWaitsForTheDeviceToLetGo) {
  make(1, Completes::kByHand);
  cancel(submit());
  auto retired = std::async(std::launch::async, [&] { core_->retire(); });
  EXPECT_TRUE(all_block(*core_, retired));
  complete(0);
  retired.get();
}

TEST_F(CoreStopTest, ACoreWhoseOwnersHaveGoneLivesUntilTheDeviceLetsGo) {
  make(1, Completes::kByHand);
  cancel(submit());
  const std::weak_ptr<Core> watch = core_;
  core_.reset();
  EXPECT_FALSE(watch.expired());
  complete(0);
  while (!watch.expired()) std::this_thread::yield();
}

TEST_F(CoreStopTest, FourThreadsStopTheSameJobsWhileTheyEnd) {
  make(2, Completes::kOnThread, {.backlog = 4});
  std::atomic<int> ended = 0;
  std::atomic<int> stops = 0;
  std::atomic<int> stopped = 0;
  for (int round = 0; round < 300; ++round) {
    std::stop_source stop;
    std::vector<std::shared_ptr<FakeJob>> jobs;
    for (int i = 0; i < 4; ++i) {
      jobs.push_back(job_then([&](FakeJob& done) {
        ++ended;
        if (done.stopped) ++stopped;
      }));
      jobs.back()->stop = stop.get_token();
      core_->submit(jobs.back());
    }
    std::vector<std::jthread> threads;
    for (int t = 0; t < 3; ++t) {
      threads.emplace_back([&] {
        for (const auto& each : jobs) {
          if (cancel(each)) ++stops;
        }
      });
    }
    threads.emplace_back([&] { stop.request_stop(); });
  }
  core_->drain();
  EXPECT_EQ(ended, 1'200);
  EXPECT_GE(stopped, stops);
  const std::size_t one = core_->acquire({}, "test");  // a stopped job ends before the device lets go of its slot
  EXPECT_NE(core_->acquire({}, "test"), one);
}

}  // namespace
}  // namespace millrace::scheduling
