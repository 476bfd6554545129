#include <thread>

#include "fakes/in_time.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

using std::chrono::milliseconds;

class CoreDeadlineTest : public CoreFixture {
 protected:
  static std::shared_ptr<FakeJob> job_due_in(milliseconds time) {
    auto made = job();
    made->deadline = Clock::now() + time;
    return made;
  }
};

TEST_F(CoreDeadlineTest, AJobWhoseDeadlineHasPassedIsNotStarted) {
  make(1, Completes::kByHand);
  const auto late = job_due_in(milliseconds(-1));
  core_->submit(late);
  EXPECT_EQ(late->stopped, StopReason::kExpired);
  EXPECT_EQ(backend_->starts(), 0U);
}

TEST_F(CoreDeadlineTest, AJobExpiresWhileItWaits) {
  make(1, Completes::kByHand, {.backlog = 1});
  submit();
  const auto waiting = job_due_in(milliseconds(5));
  core_->submit(waiting);
  waiting->wait();
  EXPECT_EQ(waiting->stopped, StopReason::kExpired);
  complete(0);
  EXPECT_EQ(backend_->starts(), 1U);
}

TEST_F(CoreDeadlineTest, AJobExpiresWhileItRuns) {
  make(1, Completes::kByHand);
  in_time([&](milliseconds time) {
    const auto running = job_due_in(time);
    core_->submit(running);
    running->wait();
    EXPECT_EQ(running->stopped, StopReason::kExpired);
    return backend_->starts() > 0;
  });
  EXPECT_FALSE(core_->ready());
  complete(0);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreDeadlineTest, ADeadlineEndsABlockedSubmit) {
  make(1, Completes::kByHand, {.backlog = 0});
  submit();
  const auto blocked = job_due_in(milliseconds(5));
  core_->submit(blocked);
  EXPECT_EQ(blocked->stopped, StopReason::kExpired);
  complete(0);
  EXPECT_EQ(backend_->starts(), 1U);
}

TEST_F(CoreDeadlineTest, TheEarliestDeadlineComesFirst) {
  make(1, Completes::kByHand, {.backlog = 2});
  submit();
  const auto later = job_due_in(milliseconds(60'000));
  const auto sooner = job_due_in(milliseconds(5));
  core_->submit(later);
  core_->submit(sooner);
  sooner->wait();
  EXPECT_FALSE(later->done());
  complete(0);
  complete(0);
  EXPECT_FALSE(later->stopped);
}

TEST_F(CoreDeadlineTest, AJobThatEndsInTimeIsLeftAlone) {
  make(1, Completes::kByHand);
  std::shared_ptr<FakeJob> finished;
  in_time([&](milliseconds time) {
    finished = job_due_in(time);
    core_->submit(finished);
    if (backend_->is_running(0)) complete(0);
    return !finished->stopped;
  });
  std::this_thread::sleep_until(finished->deadline);
  const auto later = job_due_in(milliseconds(1));
  core_->submit(later);
  later->wait();
  EXPECT_FALSE(finished->stopped);
  EXPECT_EQ(finished->output, 2);
  if (backend_->is_running(0)) complete(0);
}

TEST_F(CoreDeadlineTest, ASubmitterThatIsRefusedLeavesNoDeadlineBehind) {
  make(1, Completes::kByHand, {.backlog = 0});
  submit();
  const auto blocked = job_due_in(milliseconds(20));
  auto call = std::async(std::launch::async, [&] { core_->submit(blocked); });
  while (core_->stats().submitted < 1) std::this_thread::yield();
  core_->close();
  try {
    call.get();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kClosed);
  }
  std::this_thread::sleep_for(milliseconds(30));
  complete(0);
}

TEST_F(CoreDeadlineTest, DrainGivesUpAtItsDeadline) {
  make(1, Completes::kByHand);
  submit();
  EXPECT_FALSE(core_->drain(Clock::now() + milliseconds(2)));
  complete(0);
  EXPECT_TRUE(core_->drain(Clock::now()));
}

}  // namespace
}  // namespace millrace::scheduling
