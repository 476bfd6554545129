#include "millrace/queue/job.hpp"

#include <any>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "queue/make_job.hpp"
#include "queue/tensor_job.hpp"

namespace millrace::queue {
namespace {

/// A Job whose end the test decides; no queue stands behind it.
class JobTest : public testing::Test {
 protected:
  JobTest() : state_(std::make_shared<TensorJob>()), job_(job_of(state_, {})) {}

  void fail_with(int error) {
    state_->error = std::make_exception_ptr(error);
    state_->publish();
  }

  template <class F>
  static std::optional<ErrorCode> code_of(F call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    return std::nullopt;
  }

  std::shared_ptr<TensorJob> state_;
  Job job_;
};

TEST_F(JobTest, IsReadyOnceTheOutcomeIsThere) {
  EXPECT_FALSE(job_.ready());
  EXPECT_FALSE(job_.wait_until(Clock::now()));
  state_->publish();
  EXPECT_TRUE(job_.ready());
  EXPECT_TRUE(job_.wait_until(Clock::now()));
}

TEST_F(JobTest, ThrowsItsOwnErrorWithItsType) {
  fail_with(42);
  EXPECT_THROW(job_.get(), int);
}

TEST_F(JobTest, ThrowsStoppedWithTheReason) {
  state_->stopped = StopReason::kClosed;
  state_->publish();
  try {
    job_.get();
    FAIL() << "no exception";
  } catch (const Stopped& stopped) {
    EXPECT_EQ(stopped.reason(), StopReason::kClosed);
  }
}

TEST_F(JobTest, GivesItsOutcomeWithoutThrowing) {
  fail_with(42);
  const Outcome outcome = job_.outcome();
  EXPECT_FALSE(outcome);
  EXPECT_THROW(std::rethrow_exception(outcome.error()), int);
  EXPECT_THROW(static_cast<void>(outcome.result()), int);
}

TEST_F(JobTest, CanBeAskedForItsOutcomeOnce) {
  state_->publish();
  job_.get();
  EXPECT_EQ(code_of([&] { job_.get(); }), ErrorCode::kInvalidState);
  EXPECT_EQ(code_of([&] { static_cast<void>(job_.outcome()); }), ErrorCode::kInvalidState);
  EXPECT_EQ(code_of([&] { job_.on_done([](const Outcome&) {}); }), ErrorCode::kInvalidState);
}

TEST_F(JobTest, GivesItsOutcomeToOneContinuation) {
  job_.on_done([](const Outcome&) {});
  EXPECT_EQ(code_of([&] { job_.on_done([](const Outcome&) {}); }), ErrorCode::kInvalidState);
  EXPECT_EQ(code_of([&] { job_.get(); }), ErrorCode::kInvalidState);
}

TEST_F(JobTest, CanBeWaitedForAfterTheOutcomeWasGivenAway) {
  job_.on_done([](const Outcome&) {});
  state_->publish();
  job_.wait();
  EXPECT_TRUE(job_.ready());
}

TEST_F(JobTest, RefusesAnEmptyContinuationAndKeepsItsOutcome) {
  EXPECT_EQ(code_of([&] { job_.on_done({}); }), ErrorCode::kInvalidArgument);
  fail_with(42);
  EXPECT_THROW(job_.get(), int);
}

TEST_F(JobTest, RunsItsContinuationAtOnceWhenItIsDone) {
  fail_with(42);
  bool failed = false;
  job_.on_done([&](const Outcome& outcome) { failed = outcome.error() != nullptr; });
  EXPECT_TRUE(failed);
}

TEST_F(JobTest, SwallowsWhatItsContinuationThrows) {
  state_->publish();
  EXPECT_NO_THROW(job_.on_done([](const Outcome&) { throw 42; }));
}

TEST_F(JobTest, MovesItsOutcomeAlong) {
  Job moved = std::move(job_);
  fail_with(42);
  EXPECT_EQ(code_of([&] { job_.get(); }), ErrorCode::kInvalidState);  // NOLINT(bugprone-use-after-move)
  EXPECT_THROW(moved.get(), int);
}

TEST_F(JobTest, HandsOutUserdataWhateverTheOutcome) {
  state_->userdata = std::make_shared<const std::any>(7);
  fail_with(42);
  EXPECT_EQ(job_.outcome().userdata<int>(), 7);
}

}  // namespace
}  // namespace millrace::queue
