#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

class CoreFaultsTest : public CoreFixture {
 protected:
  static std::string text_of(const FakeJob& job) { return describe(job.error); }
};

TEST_F(CoreFaultsTest, AStartThatThrowsCompletesThatJobAndKeepsTheSlot) {
  make(1, Completes::kByHand);
  const auto broken = job();
  broken->start_error = error_of("no such tensor");
  core_->submit(broken);
  EXPECT_TRUE(broken->done());
  EXPECT_EQ(text_of(*broken), "no such tensor");
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreFaultsTest, ARunThatFailsGivesItsErrorToItsOwnJobAlone) {
  make(1, Completes::kByHand, {.backlog = 1});
  const auto broken = job();
  broken->run_error = error_of("device lost");
  core_->submit(broken);
  const auto healthy = submit(5);
  complete(0);
  complete(0);
  EXPECT_EQ(text_of(*broken), "device lost");
  EXPECT_EQ(healthy->output, 10);
  EXPECT_FALSE(healthy->error);
}

TEST_F(CoreFaultsTest, OutputsThatCannotBeTakenFailTheJob) {
  make(1, Completes::kByHand);
  const auto broken = job();
  broken->collect_error = std::make_exception_ptr(std::bad_alloc());
  core_->submit(broken);
  complete(0);
  EXPECT_THROW(std::rethrow_exception(broken->error), std::bad_alloc);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreFaultsTest, ManyStartsThatThrowInARowDoNotDeepenTheStackOrLoseTheSlot) {
  make(1, Completes::kByHand, {.backlog = 10'000});
  submit();
  std::vector<std::shared_ptr<FakeJob>> broken;
  for (int i = 0; i < 10'000; ++i) {
    broken.push_back(job());
    broken.back()->start_error = error_of("refused");
    core_->submit(broken.back());
  }
  complete(0);
  for (const auto& each : broken) ASSERT_TRUE(each->done());
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreFaultsTest, WhatAContinuationThrowsPoisonsNothing) {
  make(1, Completes::kByHand, {.backlog = 1});
  core_->submit(job_then([](FakeJob&) { throw std::runtime_error("user code"); }));
  core_->submit(job_then([](FakeJob&) { throw 42; }));
  complete(0);
  complete(0);
  EXPECT_TRUE(core_->ready());
  core_->drain();
  const auto next = submit(2);
  complete(0);
  EXPECT_EQ(next->output, 4);
}

TEST_F(CoreFaultsTest, FailCompletesAJobOnALeasedSlotWithoutStartingIt) {
  make(1, Completes::kByHand);
  const auto slot = core_->acquire({}, "test");
  const auto failed = job();
  core_->fail(slot, failed, error_of("input 1 is missing"));
  EXPECT_EQ(text_of(*failed), "input 1 is missing");
  EXPECT_EQ(backend_->starts(), 0U);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreFaultsTest, ACompletionThatBelongsToNoJobIsIgnored) {
  make(1, Completes::kByHand);
  backend_->complete_unasked(0);
  const auto next = submit(3);
  complete(0);
  backend_->complete_unasked(0);
  EXPECT_EQ(next->output, 6);
  EXPECT_EQ(core_->stats().succeeded, 1U);
  EXPECT_EQ(free_slots(), 1U);
}

}  // namespace
}  // namespace millrace::scheduling
