// Jobs, inputs and continuations that fail: each concerns its own job, and the queue serves the next one.

#include <atomic>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "stress/stress.hpp"

namespace millrace {
namespace {

constexpr int kRequests = 4;

class FaultsStressTest : public testing::Test {
 protected:
  static InferQueue make_queue() {
    return InferQueue(stress::compiled_on("CPU", small_models::relu_or_fault()), {.requests = kRequests});
  }

  static Inputs inputs(float number, bool fails = false) { return {filled(number), scalar(fails ? 5 : 1)}; }

  static void expect_to_work(InferQueue& queue) {
    std::vector<Job> jobs;
    for (int i = 0; i < 2 * kRequests; ++i) jobs.push_back(queue.submit(inputs(static_cast<float>(i))));
    for (int i = 0; i < 2 * kRequests; ++i) {
      EXPECT_TRUE(holds(jobs[static_cast<std::size_t>(i)].get()["y"], static_cast<float>(i)));
    }
  }
};

/// `every`: how many continuations there are for one that throws.
void expect_throwing_continuations_to_be_harmless(InferQueue& queue, unsigned every, bool number) {
  const int jobs = stress::times(20'000);
  std::atomic<int> ran = 0;
  std::atomic<std::uint64_t> thrown = 0;
  std::mt19937 random(1);
  for (int i = 0; i < jobs; ++i) {
    queue.submit({filled(1), scalar(1)}).on_done([&, throws = random() % every == 0](const Outcome&) {
      ++ran;
      if (!throws) return;
      ++thrown;
      if (number) throw 42;
      throw std::runtime_error("thrown by a continuation");
    });
  }
  queue.drain();
  EXPECT_EQ(ran, jobs);
  EXPECT_EQ(queue.stats().continuation_errors, thrown);
}

TEST_F(FaultsStressTest, ContinuationsThatThrowAtRandomAreCounted) {
  InferQueue queue = make_queue();
  expect_throwing_continuations_to_be_harmless(queue, 3, false);
  expect_to_work(queue);
}

TEST_F(FaultsStressTest, ContinuationsThatAlwaysThrowAreCounted) {
  InferQueue queue = make_queue();
  expect_throwing_continuations_to_be_harmless(queue, 1, false);
  expect_to_work(queue);
}

TEST_F(FaultsStressTest, ContinuationsThatThrowANumberAreCounted) {
  InferQueue queue = make_queue();
  expect_throwing_continuations_to_be_harmless(queue, 2, true);
  expect_to_work(queue);
}

TEST_F(FaultsStressTest, AThirdOfAllInferencesFails) {
  InferQueue queue = make_queue();
  const int jobs = stress::times(30'000);
  for (int i = 0; i < jobs; ++i) queue.submit(inputs(1, i % 3 == 0)).detach();
  queue.drain();
  EXPECT_EQ(queue.stats().failed, static_cast<std::uint64_t>((jobs + 2) / 3));
  expect_to_work(queue);
}

TEST_F(FaultsStressTest, EveryInferenceFails) {
  InferQueue queue = make_queue();
  const int jobs = stress::times(20'000);
  for (int i = 0; i < jobs; ++i) queue.submit(inputs(1, true)).detach();
  queue.drain();
  EXPECT_EQ(queue.stats().failed, static_cast<std::uint64_t>(jobs));
  expect_to_work(queue);
}

TEST_F(FaultsStressTest, EveryCallbackOfAnAsyncQueueThrowsAndEveryInferenceFails) {
  AsyncInferQueue queue(stress::compiled_on("CPU", small_models::relu_or_fault()), kRequests);
  queue.set_callback([](Request&, const std::any&) { throw 42; });
  const int jobs = stress::times(5'000);
  for (int i = 0; i < jobs; ++i) queue.start_async(inputs(1, i % 2 == 0));
  EXPECT_ANY_THROW(queue.wait_all());
  queue.take_errors();
  EXPECT_NO_THROW(queue.wait_all());
  EXPECT_TRUE(queue.is_ready());
}

TEST_F(FaultsStressTest, WrongInputsMoreOftenThanThereAreRequestsLoseNone) {
  InferQueue queue = make_queue();
  const Inputs wrong[] = {
      {filled(1, {1, 5}), scalar(1)},                    // shape
      {ov::Tensor(ov::element::u8, {1, 4}), scalar(1)},  // type
      {{"no such name", filled(1)}, {"k", scalar(1)}},   // name
      {{"x", filled(1)}},                                // one is missing
      {filled(1), scalar(1), filled(1)},                 // one too many
      {},                                                // none
  };
  const int rounds = stress::times(1'000);
  for (int i = 0; i < rounds; ++i) {
    for (const Inputs& each : wrong) EXPECT_THROW(queue.submit(each), Error);
  }
  EXPECT_EQ(queue.stats().submitted, 0U);
  expect_to_work(queue);
}

TEST_F(FaultsStressTest, AsyncQueuesLoseNoRequestToWrongInputsEither) {
  AsyncInferQueue queue(stress::compiled_on("CPU", small_models::relu_or_fault()), kRequests);
  for (int i = 0; i < stress::times(5'000); ++i) EXPECT_THROW(queue.start_async(filled(1, {1, 5})), Error);
  for (int i = 0; i < 2 * kRequests; ++i) queue.start_async(inputs(3));
  EXPECT_NO_THROW(queue.wait_all());
}

}  // namespace
}  // namespace millrace
