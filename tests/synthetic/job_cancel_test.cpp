#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include "millrace/queue/infer_queue.hpp"
#include "openvino/runtime/auto/properties.hpp"
#include "openvino/runtime/properties.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

constexpr std::size_t kSize = 256;

/// On each device a model that runs for a few ten milliseconds; AUTO, MULTI and BATCH ignore a cancellation.
class JobCancelTest : public testing::TestWithParam<std::string> {
 protected:
  JobCancelTest()
      : queue_(compile(small_models::matmul_chain(kSize, 200), {ov::hint::inference_precision(ov::element::f32)},
                       GetParam()),
               {.requests = 1, .backlog = 2}) {}

  static ov::Tensor input() { return filled(1, {kSize, kSize}); }

  /// Calls `attempt` until it says that it stopped a job: a busy machine may hold this thread up for longer than a job
  /// takes, but not each time.
  template <class F>
  static bool in_one_of_many(F attempt) {
    for (int i = 0; i < 50; ++i) {
      if (attempt()) return true;
    }
    return false;
  }

  Job cancelled_job() {
    std::optional<Job> running;
    EXPECT_TRUE(in_one_of_many([&] { return running.emplace(queue_.submit(input())).cancel(); }));
    return std::move(*running);
  }

  InferQueue queue_;
};

TEST_P(JobCancelTest, ARunningJobEndsAtOnceAndTheNextOneRuns) {
  Job running = cancelled_job();
  EXPECT_TRUE(running.ready());
  EXPECT_EQ(running.outcome().stopped(), StopReason::kCancelled);
  Job next = queue_.submit(input());
  EXPECT_NEAR(first(next.get()[0]), 1, 1e-3);
  EXPECT_TRUE(queue_.acquire(std::stop_token{}).id() == 0);
}

TEST_P(JobCancelTest, ADeadlineEndsARunningJob) {
  EXPECT_TRUE(in_one_of_many([&] {
    Job running = queue_.submit(input(), {.deadline = Clock::now() + std::chrono::milliseconds(1)});
    return running.outcome().stopped() == StopReason::kExpired;
  }));
}

TEST_P(JobCancelTest, DestroyingTheQueueWaitsForTheDeviceAlone) {
  Job running = cancelled_job();
  std::optional<InferQueue> queue(std::move(queue_));
  queue.reset();
  EXPECT_EQ(running.outcome().stopped(), StopReason::kCancelled);
}

INSTANTIATE_TEST_SUITE_P(Devices, JobCancelTest, testing::Values("CPU", "AUTO:CPU", "MULTI:CPU", "HETERO:CPU"),
                         [](const auto& device) { return device.param.substr(0, device.param.find(':')); });

}  // namespace
}  // namespace millrace
