#include <future>
#include <thread>

#include <gmock/gmock.h>

#include "fakes/in_time.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

using std::chrono::milliseconds;

/// What a core tells about itself: statistics, traces, stalls.
class CoreWatchTest : public CoreFixture {
 protected:
  void make_traced() {
    make(1, Completes::kByHand, {.backlog = 1, .trace = [this](const TraceRecord& r) { records_.push_back(r); }});
  }

  std::vector<TraceRecord> records_;
};

TEST_F(CoreWatchTest, TheAccountBalancesAtEveryMoment) {
  make(2, Completes::kByHand, {.backlog = 4});
  const auto failing = job();
  failing->run_error = error_of("broken");
  core_->submit(failing);
  const auto stopped = submit();
  submit();
  submit();
  core_->stop(stopped, StopReason::kCancelled);
  complete(0);
  const Stats stats = core_->stats();
  EXPECT_EQ(stats.submitted, 4U);
  EXPECT_EQ(stats.failed, 1U);
  EXPECT_EQ(stats.stopped, 1U);
  EXPECT_EQ(stats.running, 1U);
  EXPECT_EQ(stats.waiting, 1U);
  EXPECT_EQ(stats.letting_go, 1U);
  EXPECT_EQ(stats.peak, 4U);
  complete(1);
  complete(0);
  complete(1);
  EXPECT_EQ(core_->stats().succeeded, 2U);
}

TEST_F(CoreWatchTest, UtilisationIsTheShareOfRequestsThatRan) {
  make(2, Completes::kByHand);
  submit();
  std::this_thread::sleep_for(milliseconds(2));
  complete(0);
  const Stats stats = core_->stats();
  EXPECT_GE(stats.busy, milliseconds(2));
  EXPECT_NEAR(stats.utilisation, 0.5, 1e-9);
}

TEST_F(CoreWatchTest, TellsWhenContinuationsHoldCompletionsUp) {
  make(1, Completes::kByHand);
  const auto begun = Clock::now();
  core_->submit(job_then([&](FakeJob&) {  // takes far longer than all before it did
    const auto before = Clock::now() - begun;
    std::this_thread::sleep_for(9 * before + milliseconds(5));
  }));
  complete(0);
  EXPECT_GT(core_->stats().user_code_share, 0.5);
  EXPECT_THAT(core_->stats().advice(), testing::HasSubstr("Options::deliver"));
}

TEST_F(CoreWatchTest, CountsWhatContinuationsThrow) {
  make(1, Completes::kByHand);
  core_->submit(job_then([](FakeJob&) { throw 42; }));
  complete(0);
  EXPECT_EQ(core_->stats().continuation_errors, 1U);
}

TEST_F(CoreWatchTest, TracesAJobFromSubmissionToItsEnd) {
  make_traced();
  core_->submit(job_then([](FakeJob&) {}));
  EXPECT_TRUE(records_.empty());
  complete(0);
  ASSERT_EQ(records_.size(), 1U);
  const TraceRecord& record = records_.front();
  EXPECT_EQ(record.job, 0U);
  EXPECT_EQ(record.slot, 0U);
  EXPECT_FALSE(record.failed);
  EXPECT_LE(record.submitted, record.started);
  EXPECT_LE(record.started, record.finished);
  EXPECT_LE(record.finished, record.delivered);
  EXPECT_LE(record.delivered, record.ended);
}

TEST_F(CoreWatchTest, TracesAJobThatNeverStartedWithoutASlot) {
  make_traced();
  submit();
  core_->stop(submit(), StopReason::kCancelled);
  ASSERT_EQ(records_.size(), 1U);
  EXPECT_FALSE(records_.front().slot);
  EXPECT_EQ(records_.front().stopped, StopReason::kCancelled);
  complete(0);
}

TEST_F(CoreWatchTest, TracesAStoppedRunOnceTheDeviceLetsGo) {
  make_traced();
  core_->stop(submit(), StopReason::kCancelled);
  EXPECT_TRUE(records_.empty());
  complete(0);
  ASSERT_EQ(records_.size(), 1U);
  EXPECT_LE(records_.front().finished, records_.front().released);
}

TEST_F(CoreWatchTest, ATraceHookThatThrowsIsCountedAndHarmsNothing) {
  make(1, Completes::kByHand, {.trace = [](const TraceRecord&) { throw std::runtime_error("full disk"); }});
  const auto traced = submit();
  complete(0);
  EXPECT_FALSE(traced->error);
  EXPECT_EQ(core_->stats().continuation_errors, 1U);
}

TEST_F(CoreWatchTest, ATraceHookMaySubmit) {
  bool again = false;
  make(1, Completes::kByHand, {.trace = [&](const TraceRecord&) {
         if (!std::exchange(again, true)) submit();
       }});
  submit();
  complete(0);
  complete(0);
  EXPECT_EQ(core_->stats().succeeded, 2U);
}

class CoreStallTest : public CoreFixture {
 protected:
  /// What was reported of one core.
  struct Reports {
    std::atomic<int> count = 0;
    std::promise<StallReport> first;
  };

  void make_watched(std::size_t slots, milliseconds timeout = milliseconds(5)) {
    reports_ = std::make_shared<Reports>();
    make(slots, Completes::kByHand,
         {.backlog = 1, .stall_timeout = timeout, .on_stall = [reports = reports_](const StallReport& report) {
            if (++reports->count == 1) reports->first.set_value(report);
          }});
  }

  /// Lets the alarm ring twice, each time after `time`, by jobs that expire while they wait for a slot.
  void let_ring_twice(milliseconds time) {
    for (int ring = 0; ring < 2; ++ring) {
      const auto waiting = job();
      waiting->deadline = Clock::now() + time;
      core_->submit(waiting);
      waiting->wait();
    }
  }

  std::shared_ptr<Reports> reports_;
};

TEST_F(CoreStallTest, ReportsWhatRunsAndWhoWaits) {
  const auto finish = [this] {
    complete(0);
    complete(1);
    complete(0);
  };
  milliseconds timeout{};
  in_time([&](milliseconds time) {
    timeout = time;
    make_watched(2, timeout);
    const auto stopped = submit();
    submit();
    submit();
    core_->stop(stopped, StopReason::kCancelled);
    if (reports_->count == 0) return true;
    finish();
    return false;
  });
  const StallReport report = reports_->first.get_future().get();
  EXPECT_GE(report.quiet, timeout);
  ASSERT_EQ(report.running.size(), 2U);
  EXPECT_TRUE(report.running[0].stopped);
  EXPECT_EQ(report.running[1].job, 1U);
  EXPECT_FALSE(report.running[1].stopped);
  EXPECT_EQ(report.waiting_jobs, 1U);
  EXPECT_THAT(report.text(), testing::HasSubstr("request 1 runs job 1"));
  finish();
}

TEST_F(CoreStallTest, ReportsAStallOnce) {
  make_watched(1);
  submit();
  reports_->first.get_future().wait();
  let_ring_twice(milliseconds(10));
  EXPECT_EQ(reports_->count, 1);
  complete(0);
}

TEST_F(CoreStallTest, SaysNothingWhileNothingRuns) {
  in_time([&](milliseconds time) {
    make_watched(1, time);
    const auto begun = Clock::now();
    submit();
    complete(0);
    if (Clock::now() - begun >= time) return false;
    const auto leased = core_->try_acquire();
    let_ring_twice(2 * time);
    core_->release(*leased);
    return true;
  });
  EXPECT_EQ(reports_->count, 0);
}

}  // namespace
}  // namespace millrace::scheduling
