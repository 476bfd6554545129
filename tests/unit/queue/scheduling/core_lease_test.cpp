#include <gmock/gmock.h>

#include "queue/scheduling/lease.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

class CoreLeaseTest : public CoreFixture {
 protected:
  static std::shared_ptr<FakeJob> wish(std::vector<std::size_t>& granted) {
    auto made = job_then([&](FakeJob& done) {
      if (!done.stopped) granted.push_back(done.slot);
    });
    made->wants_lease = true;
    return made;
  }

  std::vector<std::size_t> granted_;
};

TEST_F(CoreLeaseTest, AFreeSlotIsLeasedAtOnce) {
  make(1, Completes::kByHand);
  const auto wanted = wish(granted_);
  EXPECT_TRUE(core_->acquire_later(wanted));
  EXPECT_EQ(wanted->slot, 0U);
  EXPECT_TRUE(granted_.empty());
  EXPECT_FALSE(core_->ready());
  core_->release(0);
}

TEST_F(CoreLeaseTest, ABusySlotIsLeasedToTheContinuationLater) {
  make(1, Completes::kByHand);
  submit();
  EXPECT_FALSE(core_->acquire_later(wish(granted_)));
  complete(0);
  EXPECT_THAT(granted_, testing::ElementsAre(0));
  EXPECT_FALSE(core_->ready());
  core_->release(0);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreLeaseTest, AStoppedWishGetsNothing) {
  make(1, Completes::kByHand);
  submit();
  const auto wanted = wish(granted_);
  core_->acquire_later(wanted);
  EXPECT_TRUE(core_->stop(wanted, StopReason::kCancelled));
  complete(0);
  EXPECT_TRUE(granted_.empty());
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreLeaseTest, ClosingStopsWishes) {
  make(1, Completes::kByHand);
  submit();
  const auto wanted = wish(granted_);
  core_->acquire_later(wanted);
  core_->close();
  EXPECT_EQ(wanted->stopped, StopReason::kClosed);
  complete(0);
}

TEST_F(CoreLeaseTest, WishesAreNoJobsForTheAccount) {
  make(1, Completes::kByHand);
  submit();
  core_->acquire_later(wish(granted_));
  complete(0);
  core_->release(0);
  EXPECT_EQ(core_->stats().submitted, 1U);
  EXPECT_TRUE(core_->drain(Clock::now()));
}

TEST_F(CoreLeaseTest, AJobFromALeaseCanKeepIt) {
  make(1, Completes::kByHand);
  const auto slot = core_->try_acquire();
  for (int i = 1; i <= 2; ++i) {
    const auto step = job(i);
    step->keeps_slot = true;
    core_->start(*slot, step);
    complete(0);
    EXPECT_EQ(step->output, 2 * i);
    EXPECT_FALSE(core_->ready());
  }
  core_->release(*slot);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreLeaseTest, AStoppedJobGivesUpTheLeaseThatItKeeps) {
  make(1, Completes::kByHand);
  const auto slot = core_->try_acquire();
  const auto step = job();
  step->keeps_slot = true;
  core_->start(*slot, step);
  core_->stop(step, StopReason::kCancelled);
  EXPECT_FALSE(core_->ready());
  complete(0);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreLeaseTest, TheBackendHearsOfALeaseThatIsDroppedBeforeTheNextJobStarts) {
  make(1, Completes::kByHand, {.backlog = 1});
  const auto slot = core_->try_acquire();
  submit();
  core_->release(*slot);
  EXPECT_TRUE(backend_->is_running(0));
  EXPECT_EQ(backend_->ended_leases(), 1U);
  complete(0);
  EXPECT_EQ(backend_->ended_leases(), 1U);
}

TEST_F(CoreLeaseTest, TheBackendHearsOfALeaseWhoseJobFailsBeforeItStarts) {
  make(1, Completes::kByHand);
  const auto slot = core_->try_acquire();
  core_->fail(*slot, job(), error_of("no input"));
  EXPECT_EQ(backend_->ended_leases(), 1U);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreLeaseTest, ALeaseGoesOnAfterAStepThatFailsBeforeItStarts) {
  make(1, Completes::kByHand);
  const auto slot = core_->try_acquire();
  const auto step = job();
  step->keeps_slot = true;
  core_->fail(*slot, step, error_of("no input"));
  EXPECT_EQ(backend_->ended_leases(), 0U);
  core_->release(*slot);
}

TEST_F(CoreLeaseTest, TheBackendHearsOfALeaseThatEndsWithAStoppedJob) {
  make(1, Completes::kByHand);
  const auto slot = core_->try_acquire();
  const auto step = job();
  step->keeps_slot = true;
  core_->start(*slot, step);
  core_->stop(step, StopReason::kCancelled);
  EXPECT_EQ(backend_->ended_leases(), 0U);
  complete(0);
  EXPECT_EQ(backend_->ended_leases(), 1U);
}

TEST_F(CoreLeaseTest, ALoanKeepsTheSlotUntilItIsLetGo) {
  make(1, Completes::kByHand, {.backlog = 1});
  const auto lender = job();
  lender->loan = std::make_shared<Lease>();
  core_->submit(lender);
  const auto next = submit(4);
  complete(0);
  EXPECT_TRUE(lender->done());
  EXPECT_FALSE(backend_->is_running(0));
  lender->loan.reset();
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
  EXPECT_EQ(next->output, 8);
}

TEST_F(CoreLeaseTest, AFailedJobLendsNothing) {
  make(1, Completes::kByHand);
  const auto lender = job();
  lender->loan = std::make_shared<Lease>();
  lender->run_error = error_of("broken");
  core_->submit(lender);
  complete(0);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreLeaseTest, ALoanMayOutliveTheCore) {
  make(1, Completes::kByHand);
  const auto lender = job();
  lender->loan = std::make_shared<Lease>();
  core_->submit(lender);
  complete(0);
  core_->close();
  core_->retire();
  const std::weak_ptr<Core> watch = core_;
  core_.reset();
  EXPECT_FALSE(watch.expired());
  lender->loan.reset();
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace millrace::scheduling
