#include "millrace/queue/job.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

class JobTest : public testing::Test {
 protected:
  JobTest() : queue_(compile(small_models::relu()), {.requests = 1, .backlog = 4}) {}

  InferQueue queue_;
};

TEST_F(JobTest, GivesTheResultOfItsOwnInput) {
  std::vector<Job> jobs;
  for (int i = 0; i < 5; ++i) jobs.push_back(queue_.submit(filled(static_cast<float>(i))));
  for (int i = 4; i >= 0; --i) EXPECT_TRUE(holds(jobs[static_cast<std::size_t>(i)].get()[0], static_cast<float>(i)));
}

TEST_F(JobTest, HasTheNumberOfItsSubmission) {
  Job first_job = queue_.submit(filled(1));
  Job second_job = queue_.submit(filled(1));
  EXPECT_EQ(first_job.id(), 0U);
  EXPECT_EQ(second_job.id(), 1U);
  EXPECT_EQ(second_job.get().id(), 1U);
}

TEST_F(JobTest, IsNotReadyWhileItWaitsForARequest) {
  std::optional<Slot> slot = queue_.acquire();
  Job job = queue_.submit(filled(1));
  EXPECT_FALSE(job.ready());
  EXPECT_FALSE(job.wait_until(Clock::now()));
  slot.reset();
  job.wait();
  EXPECT_TRUE(job.ready());
}

TEST_F(JobTest, WhenDroppedWhileItWaitsNeverRuns) {
  std::optional<Slot> slot = queue_.acquire();
  const auto input = std::make_shared<std::vector<float>>(4, 1.0F);
  {
    const Job dropped = queue_.submit(lent(input));
  }
  EXPECT_EQ(input.use_count(), 1);
  Job next = queue_.submit(filled(2));
  slot.reset();
  EXPECT_TRUE(holds(next.get()[0], 2));
}

TEST_F(JobTest, WhenDroppedMakesRoomInTheBacklog) {
  InferQueue queue(compile(small_models::relu()), {.requests = 1, .backlog = 1});
  const Slot slot = queue.acquire();
  {
    const Job dropped = queue.submit(filled(1));
  }
  EXPECT_TRUE(queue.try_submit(filled(2)));
}

TEST_F(JobTest, WhenDetachedRunsToItsEnd) {
  std::optional<Slot> slot = queue_.acquire();
  const auto input = std::make_shared<std::vector<float>>(4, 1.0F);
  queue_.submit(lent(input)).detach();
  EXPECT_GT(input.use_count(), 1);
  slot.reset();
  queue_.drain();
  EXPECT_EQ(input.use_count(), 1);
}

TEST_F(JobTest, GivesItsOutcomeToTheContinuation) {
  std::optional<Outcome> given;
  queue_.submit(filled(3), {.userdata = 7}).on_done([&](Outcome outcome) { given = std::move(outcome); });
  queue_.drain();
  ASSERT_TRUE(given && given->ok());
  EXPECT_EQ(given->userdata<int>(), 7);
  EXPECT_TRUE(holds(given->result()[0], 3));
}

TEST_F(JobTest, RunsTheContinuationAtOnceWhenItIsDone) {
  Job job = queue_.submit(filled(3));
  job.wait();
  std::optional<std::thread::id> ran_on;
  job.on_done([&](const Outcome&) { ran_on = std::this_thread::get_id(); });
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST_F(JobTest, CountsWhatAContinuationThrowsAlsoWhenItIsDone) {
  Job job = queue_.submit(filled(3));
  job.wait();
  EXPECT_NO_THROW(job.on_done([](const Outcome&) { throw 42; }));
  EXPECT_EQ(queue_.stats().continuation_errors, 1U);
}

TEST_F(JobTest, WithAContinuationRunsAlthoughItWasDropped) {
  std::optional<Slot> slot = queue_.acquire();
  bool ok = false;
  queue_.submit(filled(3)).on_done([&](const Outcome& outcome) { ok = outcome.ok(); });
  slot.reset();
  queue_.drain();
  EXPECT_TRUE(ok);
}

TEST_F(JobTest, TellsItsContinuationThatItWasStopped) {
  const Slot slot = queue_.acquire();
  std::optional<StopReason> stopped;
  queue_.submit(filled(3)).on_done([&](const Outcome& outcome) { stopped = outcome.stopped(); });
  queue_.close();
  EXPECT_EQ(stopped, StopReason::kClosed);
}

TEST_F(JobTest, MeasuresWhereItsTimeWent) {
  std::optional<Slot> slot = queue_.acquire();
  Job job = queue_.submit(filled(3));
  const auto before = Clock::now();
  while (Clock::now() - before < std::chrono::milliseconds(1)) std::this_thread::yield();
  slot.reset();
  const Timing timing = job.get().timing();
  EXPECT_GE(timing.waited, std::chrono::milliseconds(1));
  EXPECT_GT(timing.ran.count(), 0);
  EXPECT_NEAR(timing.total.count(), (timing.waited + timing.ran).count(), 1e-6);
}

TEST_F(JobTest, KeepsTheOwnerOfZeroCopyInputsUntilItEnds) {
  std::optional<Slot> slot = queue_.acquire();
  auto owner = std::make_shared<std::vector<float>>(4, 5.0F);
  const std::weak_ptr<std::vector<float>> watch = owner;
  const ov::Tensor borrowed(ov::element::f32, {1, 4}, owner->data());
  Job job = queue_.submit(borrowed, {.keep_alive = std::move(owner)});
  EXPECT_FALSE(watch.expired());
  slot.reset();
  EXPECT_TRUE(holds(job.get()[0], 5));
  queue_.drain();
  EXPECT_TRUE(watch.expired());
}

TEST_F(JobTest, LetsGoOfItsInputsWhenItEndsAlthoughItIsHeld) {
  const auto input = std::make_shared<std::vector<float>>(4, 1.0F);
  Job held = queue_.submit(lent(input));
  queue_.drain();
  EXPECT_EQ(input.use_count(), 1);
  EXPECT_TRUE(holds(held.get()[0], 1));
}

TEST_F(JobTest, CanBeHeldAndAskedAfterTheQueue) {
  std::optional<Job> ran;
  std::optional<Job> waited;
  {
    InferQueue queue(compile(small_models::relu()), {.requests = 1, .backlog = 1});
    ran = queue.submit(filled(4));
    ran->wait();
    const Slot slot = queue.acquire();
    waited = queue.submit(filled(5));
    queue.close();
  }
  EXPECT_TRUE(holds(ran->get()[0], 4));
  EXPECT_THROW(waited->get(), Stopped);
}

TEST_F(JobTest, CanBeDroppedAfterTheQueueAndLetsGoOfWhatItHolds) {
  auto owner = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = owner;
  std::optional<Job> job;
  {
    InferQueue queue(compile(small_models::relu()), {.requests = 1});
    job = queue.submit(filled(4), {.userdata = std::exchange(owner, nullptr)});
  }
  EXPECT_FALSE(watch.expired());
  job.reset();
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace millrace
