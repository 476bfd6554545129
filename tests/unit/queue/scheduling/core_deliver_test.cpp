#include <functional>
#include <thread>

#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

class CoreDeliverTest : public CoreFixture {
 protected:
  void make_with(Executor deliver) { make(1, Completes::kByHand, {.backlog = 1, .deliver = std::move(deliver)}); }

  std::vector<std::function<void()>> posted_;
  Executor post_ = [this](std::function<void()> f) { posted_.push_back(std::move(f)); };
};

TEST_F(CoreDeliverTest, AContinuationRunsWhereTheExecutorRunsIt) {
  make_with(post_);
  int seen = 0;
  core_->submit(job_then([&](FakeJob& done) { seen = done.output; }, 3));
  complete(0);
  EXPECT_EQ(seen, 0);
  ASSERT_EQ(posted_.size(), 1U);
  posted_.front()();
  EXPECT_EQ(seen, 6);
}

TEST_F(CoreDeliverTest, TheSlotIsFreeBeforeTheContinuationRuns) {
  make_with(post_);
  core_->submit(job_then([](FakeJob&) {}));
  complete(0);
  EXPECT_TRUE(core_->ready());
  posted_.clear();
}

TEST_F(CoreDeliverTest, AJobWithoutAContinuationNeedsNoExecutor) {
  make_with(post_);
  const auto plain = submit();
  complete(0);
  EXPECT_TRUE(plain->done());
  EXPECT_TRUE(posted_.empty());
}

TEST_F(CoreDeliverTest, ItCountsAsAContinuationThere) {
  make_with(post_);
  bool inside = false;
  core_->submit(job_then([&](FakeJob&) { inside = in_continuation(); }));
  complete(0);
  std::jthread([&] { posted_.front()(); }).join();
  EXPECT_TRUE(inside);
}

TEST_F(CoreDeliverTest, AnExecutorThatDropsItRunsIt) {
  make_with([](const std::function<void()>&) {});
  int ran = 0;
  core_->submit(job_then([&](FakeJob&) { ++ran; }));
  complete(0);
  EXPECT_EQ(ran, 1);
}

TEST_F(CoreDeliverTest, AnExecutorThatThrowsRunsItAndIsCounted) {
  make_with([](const std::function<void()>&) { throw 42; });
  int ran = 0;
  core_->submit(job_then([&](FakeJob&) { ++ran; }));
  complete(0);
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(core_->stats().continuation_errors, 1U);
}

TEST_F(CoreDeliverTest, CallingItTwiceRunsItOnce) {
  make_with(post_);
  int ran = 0;
  core_->submit(job_then([&](FakeJob&) { ++ran; }));
  complete(0);
  posted_.front()();
  posted_.front()();
  EXPECT_EQ(ran, 1);
}

TEST_F(CoreDeliverTest, DrainWaitsForContinuationsOnTheExecutor) {
  make_with(post_);
  core_->submit(job_then([](FakeJob&) {}));
  complete(0);
  EXPECT_FALSE(core_->drain(Clock::now() + std::chrono::milliseconds(2)));
  posted_.clear();  // an executor that is shut down
  EXPECT_TRUE(core_->drain(Clock::now()));
}

}  // namespace
}  // namespace millrace::scheduling
