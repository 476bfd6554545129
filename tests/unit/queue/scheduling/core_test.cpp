#include "queue/scheduling/core.hpp"

#include <gmock/gmock.h>

#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

using testing::ElementsAre;

class CoreTest : public CoreFixture {};

TEST_F(CoreTest, StartsAJobAtOnceWhenASlotIsFree) {
  make(1, Completes::kByHand);
  const auto submitted = submit(21);
  EXPECT_TRUE(backend_->is_running(0));
  EXPECT_FALSE(submitted->done());
  complete(0);
  EXPECT_TRUE(submitted->done());
  EXPECT_EQ(submitted->output, 42);
}

TEST_F(CoreTest, NumbersJobsInTheOrderOfSubmission) {
  make(2, Completes::kInline);
  EXPECT_EQ(submit()->id, 0U);
  EXPECT_EQ(submit()->id, 1U);
  EXPECT_EQ(submit()->id, 2U);
}

TEST_F(CoreTest, StartsTheNextWaitingJobOnTheSlotThatCompletes) {
  make(1, Completes::kByHand, {.backlog = 1});
  submit();
  const auto waiting = submit(4);
  EXPECT_EQ(backend_->starts(), 1U);
  complete(0);
  EXPECT_EQ(backend_->starts(), 2U);
  complete(0);
  EXPECT_EQ(waiting->output, 8);
}

TEST_F(CoreTest, StartsTheNextJobBeforeTheContinuationRuns) {
  make(1, Completes::kByHand, {.backlog = 1});
  bool next_was_running = false;
  core_->submit(job_then([&](FakeJob&) { next_was_running = backend_->is_running(0); }));
  submit();
  complete(0);
  EXPECT_TRUE(next_was_running);
  complete(0);
}

TEST_F(CoreTest, FreesASlotWithoutANextJobOnlyAfterTheContinuation) {
  make(1, Completes::kByHand);
  bool was_ready = true;
  core_->submit(job_then([&](FakeJob&) { was_ready = core_->ready(); }));
  complete(0);
  EXPECT_FALSE(was_ready);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreTest, FreesTheSlotBeforeTheOutcomeShowsWhenThereIsNoContinuation) {
  make(1, Completes::kOnThread);
  for (int i = 0; i < 100; ++i) {
    submit()->wait();
    ASSERT_TRUE(core_->ready());
  }
}

TEST_F(CoreTest, KeepsTheSlotForTheContinuationWhenItFollowsIt) {
  make(1, Completes::kByHand, {.backlog = 1, .slot_follows_continuation = true});
  bool next_was_running = true;
  core_->submit(job_then([&](FakeJob&) { next_was_running = backend_->is_running(0); }));
  submit();
  complete(0);
  EXPECT_FALSE(next_was_running);
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
}

TEST_F(CoreTest, ParksASlotThatGoesIdleButNotOneThatGoesOn) {
  make(1, Completes::kByHand, {.backlog = 1});
  submit();
  submit();
  complete(0);
  EXPECT_EQ(backend_->parks(), 0U);
  complete(0);
  EXPECT_EQ(backend_->parks(), 1U);
}

TEST_F(CoreTest, TrySubmitSaysNoWhenSlotsAndBacklogAreFull) {
  make(1, Completes::kByHand, {.backlog = 1});
  EXPECT_TRUE(core_->try_submit(job()));
  EXPECT_TRUE(core_->try_submit(job()));
  EXPECT_FALSE(core_->try_submit(job()));
  complete(0);
  EXPECT_TRUE(core_->try_submit(job()));
  complete(0);
  complete(0);
}

TEST_F(CoreTest, MeasuresHowLongAJobWaitedAndRan) {
  make(1, Completes::kByHand, {.backlog = 1});
  submit();
  const auto second = submit();
  complete(0);
  complete(0);
  const Timing timing = second->timing();
  EXPECT_GT(timing.waited.count(), 0);
  EXPECT_GT(timing.ran.count(), 0);
  EXPECT_NEAR(timing.total.count(), (timing.waited + timing.ran).count(), 1e-9);
}

TEST_F(CoreTest, LetsGoOfKeepAliveWhenTheJobEnds) {
  make(1, Completes::kByHand);
  const auto owner = std::make_shared<int>(1);
  const auto submitted = job();
  submitted->keep_alive = owner;
  core_->submit(submitted);
  EXPECT_EQ(owner.use_count(), 2);
  complete(0);
  EXPECT_EQ(owner.use_count(), 1);
}

TEST_F(CoreTest, LetsGoOfTheJobWhenItEnds) {
  make(1, Completes::kByHand);
  auto submitted = job();
  const std::weak_ptr<FakeJob> watch = submitted;
  core_->submit(submitted);
  submitted.reset();
  EXPECT_FALSE(watch.expired());
  complete(0);
  EXPECT_TRUE(watch.expired());
}

TEST_F(CoreTest, ContinuationsOfAJobSubmittedInAContinuationRunToo) {
  make(1, Completes::kByHand);
  std::vector<int> seen;
  core_->submit(job_then([&](FakeJob& first) {
    seen.push_back(first.output);
    core_->submit(job_then([&](FakeJob& second) { seen.push_back(second.output); }, 5));
  }));
  complete(0);
  complete(0);
  EXPECT_THAT(seen, ElementsAre(2, 10));
}

TEST_F(CoreTest, JobsFromContinuationsGoAheadOfTheBacklog) {
  make(1, Completes::kByHand, {.backlog = 2});
  std::vector<int> order;
  const auto note = [&](FakeJob& done) { order.push_back(done.input); };
  core_->submit(job_then([&](FakeJob&) { core_->submit(job_then(note, 9)); }, 1));
  core_->submit(job_then(note, 2));
  core_->submit(job_then(note, 3));
  for (int i = 0; i < 4; ++i) complete(0);
  EXPECT_THAT(order, ElementsAre(2, 9, 3));
}

}  // namespace
}  // namespace millrace::scheduling
