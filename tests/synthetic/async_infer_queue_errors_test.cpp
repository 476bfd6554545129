#include <any>
#include <atomic>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

using testing::HasSubstr;

/// A queue whose jobs fail in the inference when k is 11.
class AsyncInferQueueErrorsTest : public testing::Test {
 protected:
  AsyncInferQueueErrorsTest() : queue_(compile(small_models::top_k()), 2) {}

  void start(int k, std::any userdata = {}) { queue_.start_async({filled(1, {10}), scalar(k)}, std::move(userdata)); }

  AsyncInferQueue queue_;
};

TEST_F(AsyncInferQueueErrorsTest, AFailedInferenceComesOutOfWaitAllWithItsTypeAndText) {
  start(11);
  try {
    queue_.wait_all();
    FAIL() << "no exception";
  } catch (const ov::Exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("TopK"));
  }
}

TEST_F(AsyncInferQueueErrorsTest, AFailedInferenceIsNotGivenToTheCallback) {
  std::atomic<int> called = 0;
  queue_.set_callback([&](Request&, const std::any&) { ++called; });
  start(11);
  start(3);
  EXPECT_THROW(queue_.wait_all(), ov::Exception);
  EXPECT_EQ(called, 1);
}

TEST_F(AsyncInferQueueErrorsTest, AFailedInferenceDoesNotPoisonTheQueue) {
  for (int i = 0; i < 10; ++i) {
    start(11);
    EXPECT_THROW(queue_.wait_all(), ov::Exception);
  }
  std::atomic<int> called = 0;
  queue_.set_callback(
      [&](Request& request, const std::any&) { called += request.get_output_tensor().get_size() == 3 ? 1 : 0; });
  for (int i = 0; i < 10; ++i) start(3);
  EXPECT_NO_THROW(queue_.wait_all());
  EXPECT_EQ(called, 10);
}

TEST_F(AsyncInferQueueErrorsTest, WhatACallbackThrowsComesOutOfWaitAllWithItsTypeAndText) {
  struct Special : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  queue_.set_callback([](Request&, const std::any&) { throw Special("in the callback"); });
  start(3);
  try {
    queue_.wait_all();
    FAIL() << "no exception";
  } catch (const Special& error) {
    EXPECT_STREQ(error.what(), "in the callback");
  }
}

TEST_F(AsyncInferQueueErrorsTest, ACallbackMayThrowAnything) {
  queue_.set_callback([](Request&, const std::any&) { throw 42; });
  start(3);
  EXPECT_THROW(queue_.wait_all(), int);
}

TEST_F(AsyncInferQueueErrorsTest, EachErrorIsHandedOutOnce) {
  start(11);
  EXPECT_THROW(queue_.wait_all(), ov::Exception);
  EXPECT_NO_THROW(queue_.wait_all());
  EXPECT_TRUE(queue_.take_errors().empty());
}

TEST_F(AsyncInferQueueErrorsTest, WaitAllThrowsTheFirstAndKeepsTheOthersToBeTaken) {
  queue_.set_callback([](Request&, const std::any& userdata) { throw std::any_cast<int>(userdata); });
  for (int i = 0; i < 4; ++i) start(3, i);
  EXPECT_THROW(queue_.wait_all(), int);
  const auto errors = queue_.take_errors();
  EXPECT_EQ(errors.size(), 3U);
  for (const auto& error : errors) EXPECT_THROW(std::rethrow_exception(error), int);
  EXPECT_TRUE(queue_.take_errors().empty());
}

TEST_F(AsyncInferQueueErrorsTest, AnErrorMayBeLookedAtTwice) {
  start(11);
  std::exception_ptr error;
  try {
    queue_.wait_all();
  } catch (...) {
    error = std::current_exception();
  }
  ASSERT_TRUE(error);
  for (int look = 0; look < 2; ++look) {
    EXPECT_THAT(describe(error), HasSubstr("TopK"));
    EXPECT_THROW(std::rethrow_exception(error), ov::Exception);
  }
}

TEST_F(AsyncInferQueueErrorsTest, TellsWhichJobAnErrorBelongsTo) {
  start(3, std::string("good"));
  start(11, std::string("bad"));
  std::vector<JobError> errors;
  while (errors.empty()) {
    std::this_thread::yield();
    errors = queue_.take_job_errors();
  }
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(std::any_cast<std::string>(errors[0].userdata), "bad");
  EXPECT_LT(errors[0].request_id, queue_.size());
  EXPECT_THROW(std::rethrow_exception(errors[0].error), ov::Exception);
}

TEST_F(AsyncInferQueueErrorsTest, LastErrorTellsWhichJobWaitAllThrewFor) {
  EXPECT_FALSE(queue_.last_error());
  start(1, std::string("right"));
  start(11, std::string("wrong"));
  EXPECT_THROW(queue_.wait_all(), ov::Exception);
  const auto last = queue_.last_error();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->request_id, 1U);
  EXPECT_EQ(std::any_cast<std::string>(last->userdata), "wrong");
  EXPECT_THROW(std::rethrow_exception(last->error), ov::Exception);
  queue_.wait_all();
  EXPECT_FALSE(queue_.last_error());
}

TEST_F(AsyncInferQueueErrorsTest, WaitAllWaitsForEveryJobBeforeItThrows) {
  Gate gate;
  std::atomic<bool> last_ran = false;
  queue_.set_callback([&](Request&, const std::any&) {
    gate.pass();
    last_ran = true;
  });
  start(11);
  start(3);
  const std::jthread opener([&] { gate.open(); });
  EXPECT_THROW(queue_.wait_all(), ov::Exception);
  EXPECT_TRUE(last_ran);
}

TEST_F(AsyncInferQueueErrorsTest, KeepsOneThousandAndTwentyFourErrorsAndCountsTheRest) {
  AsyncInferQueue queue(compile(small_models::relu()), 2);
  queue.set_callback([](Request&, const std::any&) { throw std::runtime_error("always"); });
  for (int i = 0; i < 1030; ++i) queue.start_async(filled(1));
  EXPECT_THROW(queue.wait_all(), std::runtime_error);
  EXPECT_EQ(queue.dropped_errors(), 6U);
  EXPECT_EQ(queue.take_errors().size(), 1023U);
}

TEST_F(AsyncInferQueueErrorsTest, OneOfTwoThreadsInWaitAllGetsTheError) {
  Gate gate;
  queue_.set_callback([&](Request&, const std::any&) {
    gate.pass();
    throw 42;
  });
  start(3);
  std::atomic<int> threw = 0;
  {
    std::vector<std::jthread> waiting;
    for (int i = 0; i < 2; ++i) {
      waiting.emplace_back([&] {
        try {
          queue_.wait_all();
        } catch (int) {
          ++threw;
        }
      });
    }
    gate.open();
  }
  EXPECT_EQ(threw, 1);
}

TEST_F(AsyncInferQueueErrorsTest, AWrongInputIsThrownByStartAsyncAndDoesNotComeAgain) {
  EXPECT_THROW(queue_.start_async({filled(1, {9}), scalar(3)}), Error);
  EXPECT_NO_THROW(queue_.wait_all());
  EXPECT_TRUE(queue_.take_errors().empty());
}

TEST_F(AsyncInferQueueErrorsTest, WrongInputsMoreOftenThanThereAreRequestsHarmNothing) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_THROW(queue_.start_async({filled(1, {9}), scalar(3)}), Error);
    EXPECT_THROW(queue_.start_async({scalar(3), filled(1, {10})}), Error);
    EXPECT_THROW(queue_.start_async({{"nothing", filled(1, {10})}, {1, scalar(3)}}), Error);
    EXPECT_THROW(queue_.start_async(filled(1, {10})), Error);
    EXPECT_THROW(queue_.start_async({}), Error);
    EXPECT_THROW(queue_.try_start_async({}), Error);
  }
  start(3);
  start(3);
  EXPECT_NO_THROW(queue_.wait_all());
}

TEST_F(AsyncInferQueueErrorsTest, TheDestructorThrowsNothing) {
  std::atomic<int> threw = 0;
  auto queue = std::make_unique<AsyncInferQueue>(compile(small_models::relu()), 1);
  queue->set_callback([&](Request&, const std::any&) {
    ++threw;
    throw 42;
  });
  queue->start_async(filled(1));
  EXPECT_NO_THROW(queue.reset());
  EXPECT_EQ(threw, 1);
}

}  // namespace
}  // namespace millrace
