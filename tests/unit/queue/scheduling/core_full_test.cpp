#include <gmock/gmock.h>

#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

using testing::HasSubstr;

class CoreFullTest : public CoreFixture {
 protected:
  void make_full(WhenFull full) {
    make(1, Completes::kByHand, {.backlog = 1, .full = full});
    running_ = submit(1);
    waiting_ = submit(2);
  }

  void finish() {
    while (backend_->is_running(0)) complete(0);
  }

  std::shared_ptr<FakeJob> running_;
  std::shared_ptr<FakeJob> waiting_;
};

TEST_F(CoreFullTest, AQueueToldToFailThrowsWhenItIsFull) {
  make_full(WhenFull::kFail);
  const auto refused = job();
  try {
    core_->submit(refused);
    ADD_FAILURE() << "took the job";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kFull);
    EXPECT_THAT(error.what(), HasSubstr("1 jobs wait"));
  }
  EXPECT_FALSE(refused->done());
  finish();
  EXPECT_EQ(core_->stats().submitted, 2U);
}

TEST_F(CoreFullTest, AQueueToldToFailSaysNoToATry) {
  make_full(WhenFull::kFail);
  EXPECT_FALSE(core_->try_submit(job()));
  finish();
}

TEST_F(CoreFullTest, TheOldestWaitingJobMakesRoomForTheNewest) {
  make_full(WhenFull::kDropOldest);
  const auto newest = submit(3);
  EXPECT_EQ(waiting_->stopped, StopReason::kDropped);
  finish();
  EXPECT_EQ(running_->output, 2);
  EXPECT_EQ(newest->output, 6);
}

TEST_F(CoreFullTest, ATryDropsTheOldestToo) {
  make_full(WhenFull::kDropOldest);
  EXPECT_TRUE(core_->try_submit(job(3)));
  EXPECT_EQ(waiting_->stopped, StopReason::kDropped);
  finish();
}

TEST_F(CoreFullTest, TheAccountNamesDroppedJobsApart) {
  make_full(WhenFull::kDropOldest);
  for (int i = 0; i < 10; ++i) submit();
  finish();
  const Stats stats = core_->stats();
  EXPECT_EQ(stats.submitted, 12U);
  EXPECT_EQ(stats.dropped, 10U);
  EXPECT_EQ(stats.stopped, 0U);
  EXPECT_EQ(stats.succeeded, 2U);
}

TEST_F(CoreFullTest, DroppingNeedsABacklog) {
  EXPECT_THROW(make(1, Completes::kByHand, {.backlog = 0, .full = WhenFull::kDropOldest}), Error);
  backend_ = nullptr;
}

}  // namespace
}  // namespace millrace::scheduling
