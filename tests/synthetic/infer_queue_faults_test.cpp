#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

using testing::HasSubstr;

constexpr int kMoreOftenThanSlots = 10;

/// A queue of two requests over y = a - b, which must be whole at the end of each test.
class InferQueueFaultsTest : public testing::Test {
 protected:
  InferQueueFaultsTest() : queue_(compile(small_models::difference()), {.requests = 2, .backlog = 0}) {}
  ~InferQueueFaultsTest() override {
    EXPECT_EQ(first(queue_.submit({five_, two_}).get()[0]), 3);
    const auto one = queue_.try_acquire();
    const auto two = queue_.try_acquire();
    EXPECT_TRUE(one && two) << "a request was lost";
  }

  /// Submits more often than there are requests; every time the message must say `wanted`.
  void expect_refused(const Inputs& inputs, const std::string& wanted) {
    for (int i = 0; i < kMoreOftenThanSlots; ++i) {
      try {
        queue_.submit(inputs);
        FAIL() << "no exception";
      } catch (const Error& error) {
        ASSERT_EQ(error.code(), ErrorCode::kInvalidInput);
        ASSERT_THAT(error.what(), HasSubstr(wanted));
      }
    }
  }

  InferQueue queue_;
  ov::Tensor five_ = filled(5, {4});
  ov::Tensor two_ = filled(2, {4});
};

TEST_F(InferQueueFaultsTest, RefusesAWrongShape) {
  expect_refused({five_, filled(2, {5})}, "input 'b' wants shape [4], the tensor has [5]");
}

TEST_F(InferQueueFaultsTest, RefusesAWrongType) {
  expect_refused({five_, ov::Tensor(ov::element::i32, {4})}, "input 'b' wants f32, the tensor holds i32");
}

TEST_F(InferQueueFaultsTest, RefusesAnUnknownName) {
  expect_refused({{"a", five_}, {"c", two_}}, "no input named 'c'; it has 'a', 'b'");
}

TEST_F(InferQueueFaultsTest, RefusesAnUnknownIndex) {
  expect_refused({{0, five_}, {2, two_}}, "no input 2; it has 2");
}

TEST_F(InferQueueFaultsTest, RefusesAMissingInput) {
  expect_refused({five_}, "gives 1 inputs, the model has 2");
}

TEST_F(InferQueueFaultsTest, RefusesAJobWithoutInputs) {
  expect_refused({}, "gives 0 inputs, the model has 2");
}

TEST_F(InferQueueFaultsTest, RefusesTooManyInputs) {
  expect_refused({five_, two_, two_}, "gives 3 inputs");
}

TEST_F(InferQueueFaultsTest, RefusesAnInputGivenTwice) {
  expect_refused({{"a", five_}, {0, two_}}, "'a' twice");
}

TEST_F(InferQueueFaultsTest, RefusesAnEmptyTensor) {
  expect_refused({five_, ov::Tensor()}, "'b' is empty");
}

TEST_F(InferQueueFaultsTest, RefusesAPortOfAnotherModel) {
  const auto other = small_models::relu();
  expect_refused({{"a", five_}, {other->input(0), two_}}, "no input with that port");
}

TEST_F(InferQueueFaultsTest, RefusesWrongInputsAlsoWhileItIsFull) {
  const Slot one = queue_.acquire();
  const Slot two = queue_.acquire();
  EXPECT_THROW(queue_.submit({five_}), Error);
  EXPECT_THROW(queue_.try_submit({five_}), Error);
}

TEST_F(InferQueueFaultsTest, AThrowingContinuationHarmsNobody) {
  for (int i = 0; i < kMoreOftenThanSlots; ++i) {
    queue_.submit({five_, two_}).on_done([](const Outcome&) { throw std::runtime_error("no"); });
    queue_.submit({five_, two_}).on_done([](const Outcome&) { throw 42; });
  }
  queue_.drain();
  EXPECT_EQ(queue_.stats().succeeded, 2U * kMoreOftenThanSlots);
  EXPECT_EQ(queue_.stats().continuation_errors, 2U * kMoreOftenThanSlots);
}

TEST(InferQueueFailedInferenceTest, KeepsTheTypeAndTextOfTheError) {
  InferQueue queue(compile(small_models::top_k()), {.requests = 1});
  try {
    queue.submit({filled(1, {10}), scalar(11)}).get();
    FAIL() << "no exception";
  } catch (const ov::Exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("TopK"));
  }
}

TEST(InferQueueFailedInferenceTest, FailsThatJobAlone) {
  InferQueue queue(compile(small_models::top_k()), {.requests = 2, .backlog = 20});
  std::vector<Job> jobs;
  for (int i = 0; i < 20; ++i) jobs.push_back(queue.submit({filled(1, {10}), scalar(i % 3 == 0 ? 11 : 1 + i % 10)}));
  for (int i = 0; i < 20; ++i) {
    const Outcome outcome = jobs[static_cast<std::size_t>(i)].outcome();
    ASSERT_EQ(outcome.ok(), i % 3 != 0);
    if (!outcome.ok()) continue;
    ASSERT_EQ(outcome.result()[0].get_size(), static_cast<std::size_t>(1 + i % 10));
  }
}

TEST(InferQueueFailedInferenceTest, LeavesThePoolAsLargeAsItWas) {
  InferQueue queue(compile(small_models::top_k()), {.requests = 2, .backlog = 0});
  for (int i = 0; i < kMoreOftenThanSlots; ++i)
    EXPECT_THROW(queue.submit({filled(1, {10}), scalar(11)}).get(), ov::Exception);
  const auto one = queue.try_acquire();
  const auto two = queue.try_acquire();
  EXPECT_TRUE(one && two);
}

TEST(InferQueueFailedInferenceTest, ReachesTheContinuation) {
  InferQueue queue(compile(small_models::top_k()), {.requests = 1});
  std::optional<Outcome> given;
  queue.submit({filled(1, {10}), scalar(11)}, {.userdata = 9}).on_done([&](Outcome outcome) {
    given = std::move(outcome);
  });
  queue.drain();
  ASSERT_TRUE(given && !given->ok());
  EXPECT_EQ(given->userdata<int>(), 9);
  EXPECT_THROW(std::rethrow_exception(given->error()), ov::Exception);
}

TEST(InferQueueFailedInferenceTest, AnErrorOutlivesQueueModelAndCore) {
  std::exception_ptr error;
  {
    ov::Core core;
    InferQueue queue(core.compile_model(small_models::top_k(), "CPU"), {.requests = 1});
    error = queue.submit({filled(1, {10}), scalar(11)}).outcome().error();
  }
  EXPECT_THAT(describe(error), HasSubstr("TopK"));
}

}  // namespace
}  // namespace millrace
