#include "millrace/queue/infer_queue.hpp"

#include <algorithm>
#include <functional>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "openvino/runtime/properties.hpp"
#include "synthetic/relu_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

/// Every idle request of the queue.
std::vector<Slot> take_all(InferQueue& queue) {
  std::vector<Slot> slots;
  while (auto slot = queue.try_acquire()) slots.push_back(std::move(*slot));
  return slots;
}

std::optional<ErrorCode> code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

TEST(InferQueueTest, HasAsManyRequestsAsTheDeviceCallsOptimal) {
  const ov::CompiledModel model =
      compile(small_models::relu(), {ov::hint::performance_mode(ov::hint::PerformanceMode::THROUGHPUT)});
  const InferQueue queue(model);
  EXPECT_EQ(queue.size(), model.get_property(ov::optimal_number_of_infer_requests));
}

TEST(InferQueueTest, HasAsManyRequestsAsItIsTold) {
  InferQueue queue = relu_queue({.requests = 3});
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(take_all(queue).size(), 3U);
}

TEST(InferQueueTest, CanBeMadeAndDroppedUnused) {
  const InferQueue queue = relu_queue({});
  EXPECT_TRUE(queue.ready());
}

TEST(InferQueueTest, CannotBeMadeWithoutAModel) {
  EXPECT_FALSE(std::is_default_constructible_v<InferQueue>);
}

TEST(InferQueueTest, CanBeMovedButNotCopied) {
  EXPECT_FALSE(std::is_copy_constructible_v<InferQueue>);
  InferQueue queue = relu_queue({.requests = 1});
  Job job = queue.submit(filled(1));
  const InferQueue moved = std::move(queue);
  EXPECT_TRUE(holds(job.get()[0], 1));
  // NOLINTNEXTLINE(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
  EXPECT_EQ(code_of([&] { queue.submit(filled(1)); }), ErrorCode::kInvalidState);
  EXPECT_EQ(moved.size(), 1U);
}

TEST(InferQueueTest, EndsItsOldJobsWhenAssignedOver) {
  InferQueue queue = relu_queue({.requests = 1, .backlog = 1});
  Job job = queue.submit(filled(1));
  queue = relu_queue({.requests = 1});
  EXPECT_TRUE(job.ready());
  EXPECT_TRUE(holds(queue.submit(filled(2)).get()[0], 2));
}

TEST(InferQueueTest, KeepsTheModelItWasMadeWith) {
  const InferQueue queue = relu_queue({.requests = 1});
  EXPECT_EQ(queue.model().input().get_any_name(), "x");
}

TEST(InferQueueTest, LetsJobsWaitInTheBacklogWhileAllRequestsAreBusy) {
  InferQueue queue = relu_queue({.requests = 2, .backlog = 3});
  std::vector<Slot> slots = take_all(queue);
  std::vector<Job> jobs;
  for (int i = 0; i < 3; ++i) jobs.push_back(queue.submit(filled(static_cast<float>(i))));
  EXPECT_TRUE(std::none_of(jobs.begin(), jobs.end(), [](const Job& job) { return job.ready(); }));
  slots.clear();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(holds(jobs[static_cast<std::size_t>(i)].get()[0], static_cast<float>(i)));
  }
}

TEST(InferQueueTest, HasABacklogOfAsManyJobsAsRequestsUnlessToldOtherwise) {
  InferQueue queue = relu_queue({.requests = 2});
  const std::vector<Slot> slots = take_all(queue);
  const auto one = queue.try_submit(filled(1));
  const auto two = queue.try_submit(filled(1));
  EXPECT_TRUE(one && two);
  EXPECT_FALSE(queue.try_submit(filled(1)));
}

TEST(InferQueueTest, SaysNoAtOnceToTrySubmitWhenItIsFull) {
  InferQueue queue = relu_queue({.requests = 1, .backlog = 0});
  std::vector<Slot> slots = take_all(queue);
  const ov::Tensor input = filled(5);
  const Inputs inputs = input;
  EXPECT_FALSE(queue.try_submit(inputs));
  slots.clear();
  std::optional<Job> job = queue.try_submit(inputs);
  ASSERT_TRUE(job);
  EXPECT_TRUE(holds(job->get()[0], 5));
}

TEST(InferQueueTest, TakesNoNumberForAJobItRefuses) {
  InferQueue queue = relu_queue({.requests = 1, .backlog = 0});
  std::vector<Slot> slots = take_all(queue);
  EXPECT_FALSE(queue.try_submit(filled(1)));
  EXPECT_THROW(queue.submit(filled(1, {9})), Error);
  slots.clear();
  EXPECT_EQ(queue.submit(filled(1)).get().id(), 0U);
}

TEST(InferQueueTest, IsReadyWhileARequestIsIdle) {
  InferQueue queue = relu_queue({.requests = 2});
  std::vector<Slot> slots = take_all(queue);
  EXPECT_FALSE(queue.ready());
  EXPECT_FALSE(queue.try_acquire());
  slots.pop_back();
  EXPECT_TRUE(queue.ready());
}

TEST(InferQueueTest, IsReadyAgainWhenAJobShowsItsOutcome) {
  InferQueue queue = relu_queue({.requests = 1});
  for (int i = 0; i < 100; ++i) {
    queue.submit(filled(1)).wait();
    ASSERT_TRUE(queue.ready());
  }
}

TEST(InferQueueTest, GivesABatchOfJobsBackByInputIndex) {
  InferQueue queue = relu_queue({.requests = 3});
  std::vector<Job> jobs;
  for (int i = 0; i < 64; ++i) jobs.push_back(queue.submit(filled(static_cast<float>(i)), {.userdata = i}));
  for (int i = 0; i < 64; ++i) {
    const Result result = jobs[static_cast<std::size_t>(i)].get();
    ASSERT_EQ(result.userdata<int>(), i);
    ASSERT_TRUE(holds(result[0], static_cast<float>(i)));
  }
}

TEST(InferQueueTest, GivesWhatASynchronousRequestGives) {
  const ov::CompiledModel model = compile(small_models::matmul_chain(16, 3));
  InferQueue queue(model, {.requests = 2});
  ov::InferRequest request = ov::CompiledModel(model).create_infer_request();
  for (int i = 0; i < 8; ++i) {
    const ov::Tensor input = filled(static_cast<float>(i), {16, 16});
    request.set_input_tensor(input);
    request.infer();
    const ov::Tensor expected = request.get_output_tensor();
    const Result result = queue.submit(input).get();
    const float* data = expected.data<float>();
    ASSERT_TRUE(std::equal(data, data + expected.get_size(), std::as_const(result[0]).data<float>()));
  }
}

TEST(InferQueueTest, DrainsWhatWasSubmittedBefore) {
  InferQueue queue = relu_queue({.requests = 2, .backlog = 50});
  std::vector<Job> jobs;
  for (int i = 0; i < 50; ++i) jobs.push_back(queue.submit(filled(1)));
  queue.drain();
  EXPECT_TRUE(std::all_of(jobs.begin(), jobs.end(), [](const Job& job) { return job.ready(); }));
}

TEST(InferQueueTest, DrainsContinuationsToo) {
  InferQueue queue = relu_queue({.requests = 2, .backlog = 50});
  std::atomic<int> ran = 0;
  for (int i = 0; i < 50; ++i) queue.submit(filled(1)).on_done([&](const Outcome&) { ++ran; });
  queue.drain();
  EXPECT_EQ(ran, 50);
}

TEST(InferQueueTest, DrainThrowsNobodysError) {
  InferQueue queue(compile(small_models::top_k()), {.requests = 1});
  Job job = queue.submit({filled(1, {10}), scalar(11)});
  EXPECT_NO_THROW(queue.drain());
  EXPECT_THROW(job.get(), ov::Exception);
}

TEST(InferQueueTest, StopsWhatWaitsWhenItIsClosed) {
  InferQueue queue = relu_queue({.requests = 1, .backlog = 1});
  const std::vector<Slot> slots = take_all(queue);
  Job job = queue.submit(filled(1));
  queue.close();
  const Outcome outcome = job.outcome();
  EXPECT_EQ(outcome.stopped(), StopReason::kClosed);
}

TEST(InferQueueTest, TakesNothingMoreWhenItIsClosed) {
  InferQueue queue = relu_queue({.requests = 1});
  queue.close();
  queue.close();
  EXPECT_EQ(code_of([&] { queue.submit(filled(1)); }), ErrorCode::kClosed);
  EXPECT_EQ(code_of([&] { queue.try_submit(filled(1)); }), ErrorCode::kClosed);
  EXPECT_EQ(code_of([&] { queue.acquire(); }), ErrorCode::kClosed);
  EXPECT_EQ(code_of([&] { queue.try_acquire(); }), ErrorCode::kClosed);
  EXPECT_NO_THROW(queue.drain());
}

TEST(InferQueueTest, LetsWhatRunsGoOnWhenItIsClosed) {
  InferQueue queue(compile(small_models::matmul_chain(128, 8)), {.requests = 1});
  Job job = queue.submit(filled(1, {128, 128}));
  queue.close();
  EXPECT_NO_THROW(job.get());
}

TEST(InferQueueTest, SharesACompiledModelWithAnotherQueue) {
  const ov::CompiledModel model = compile(small_models::relu());
  InferQueue one(model, {.requests = 1});
  InferQueue two(model, {.requests = 1});
  Job first_job = one.submit(filled(1));
  Job second_job = two.submit(filled(2));
  EXPECT_TRUE(holds(first_job.get()[0], 1));
  EXPECT_TRUE(holds(second_job.get()[0], 2));
}

TEST(InferQueueTest, RunsAModelWithoutInputs) {
  InferQueue queue(compile(small_models::no_inputs()));
  EXPECT_EQ(first(queue.submit({}).get()[0]), 7);
}

TEST(InferQueueTest, RunsMoreRequestsThanTheDeviceHasStreams) {
  InferQueue queue(compile(small_models::relu(), {ov::num_streams(1)}), {.requests = 8});
  std::vector<Job> jobs;
  for (int i = 0; i < 100; ++i) jobs.push_back(queue.submit(filled(static_cast<float>(i))));
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(holds(jobs[static_cast<std::size_t>(i)].get()[0], static_cast<float>(i)));
  }
}

}  // namespace
}  // namespace millrace
