#include <future>
#include <thread>

#include "fakes/all_block.hpp"
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
  in_time([&](milliseconds time) {
    make(1, Completes::kByHand, {.backlog = 0});
    submit();
    const auto blocked = job_due_in(time);
    auto call = std::async(std::launch::async, [&] { core_->submit(blocked); });
    const bool was_blocked = all_block(*core_, call);
    call.get();
    EXPECT_EQ(blocked->stopped, StopReason::kExpired);
    complete(0);
    EXPECT_EQ(backend_->starts(), 1U);
    return was_blocked;
  });
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
  in_time([&](milliseconds time) {
    make(1, Completes::kByHand, {.backlog = 0});
    const auto running = job_due_in(2 * time);
    core_->submit(running);
    auto call = std::async(std::launch::async, [&] { core_->submit(job_due_in(time)); });
    bool refused = false;
    if (all_block(*core_, call)) {
      core_->close();
      try {
        call.get();  // the job is gone with it: its deadline would be that of freed memory
      } catch (const Error& error) {
        refused = error.code() == ErrorCode::kClosed;
      }
    }
    running->wait();  // until a later deadline has come
    EXPECT_EQ(running->stopped, StopReason::kExpired);
    if (backend_->is_running(0)) complete(0);
    return refused;
  });
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
