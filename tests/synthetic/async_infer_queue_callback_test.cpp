#include <any>
#include <atomic>
#include <cstdint>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "millrace/queue/async_infer_queue.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

TEST(AsyncInferQueueCallbackTest, MayStartTheNextJobWhenThereIsOneRequest) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  std::atomic<int> right = 0;
  queue.set_callback([&](Request& request, const std::any& userdata) {
    const int i = std::any_cast<int>(userdata);
    right += holds(request.get_output_tensor(), static_cast<float>(i)) ? 1 : 0;
    if (i < 2000) queue.start_async(filled(static_cast<float>(i + 1)), i + 1);
  });
  queue.start_async(filled(0), 0);
  queue.wait_all();
  EXPECT_EQ(right, 2001);
}

TEST(AsyncInferQueueCallbackTest, MayStartTheNextJobInlineOnAFlatStack) {
  AsyncInferQueue queue(compile_inline(small_models::relu()), 1);
  int ran = 0;
  std::uintptr_t lowest = UINTPTR_MAX;
  std::uintptr_t highest = 0;
  queue.set_callback([&](Request&, const std::any& userdata) {
    const char here = 0;
    lowest = std::min(lowest, reinterpret_cast<std::uintptr_t>(&here));
    highest = std::max(highest, reinterpret_cast<std::uintptr_t>(&here));
    ++ran;
    const int i = std::any_cast<int>(userdata);
    if (i < 2000) queue.start_async(filled(1), i + 1);
  });
  queue.start_async(filled(1), 0);
  queue.wait_all();
  EXPECT_EQ(ran, 2001);
  EXPECT_LT(highest - lowest, 50'000U);
}

TEST(AsyncInferQueueCallbackTest, MayStartSeveralJobsEach) {
  AsyncInferQueue queue(compile(small_models::relu()), 2);
  std::atomic<int> ran = 0;
  queue.set_callback([&](Request&, const std::any& userdata) {
    ++ran;
    const int depth = std::any_cast<int>(userdata);
    for (int i = 0; i < 3 && depth > 0; ++i) queue.start_async(filled(1), depth - 1);
  });
  queue.start_async(filled(1), 4);
  queue.wait_all();
  EXPECT_EQ(ran, 1 + 3 + 9 + 27 + 81);
}

TEST(AsyncInferQueueCallbackTest, MayTryToStartAndIsToldWhenNoRequestIsIdle) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  std::atomic<bool> started = true;
  queue.set_callback([&](Request&, const std::any&) { started = queue.try_start_async(filled(1)); });
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_FALSE(started);
}

TEST(AsyncInferQueueCallbackTest, GetsAnExceptionWhenItWaitsForAll) {
  AsyncInferQueue queue(compile(small_models::relu()), 2);
  std::atomic<bool> threw = false;
  queue.set_callback([&](Request&, const std::any&) {
    try {
      queue.wait_all();
    } catch (const std::system_error& error) {
      threw = error.code() == std::errc::resource_deadlock_would_occur;
    }
  });
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_TRUE(threw);
}

TEST(AsyncInferQueueCallbackTest, OwnsItsRequestUntilItReturns) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  std::atomic<bool> ready_inside = true;
  queue.set_callback([&](Request&, const std::any&) { ready_inside = queue.is_ready(); });
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_FALSE(ready_inside);
  EXPECT_TRUE(queue.is_ready());
}

TEST(AsyncInferQueueCallbackTest, SetLaterAppliesToLaterJobs) {
  AsyncInferQueue queue(compile(small_models::relu()), 2);
  Gate gate;
  std::atomic<int> old_ran = 0;
  std::atomic<int> new_ran = 0;
  queue.set_callback([&](Request&, const std::any&) {
    gate.pass();
    ++old_ran;
  });
  queue.start_async(filled(1));
  queue.start_async(filled(1));
  queue.set_callback([&](Request&, const std::any&) { ++new_ran; });
  gate.open();
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_EQ(old_ran, 2);
  EXPECT_EQ(new_ran, 1);
}

TEST(AsyncInferQueueCallbackTest, MayReplaceItself) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  std::atomic<int> second = 0;
  const auto captured = std::make_shared<int>(1);
  queue.set_callback([&, captured](Request&, const std::any&) {
    queue.set_callback([&second, captured](Request&, const std::any&) { second += *captured; });
  });
  queue.start_async(filled(1));
  queue.wait_all();
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_EQ(second, 1);
}

TEST(AsyncInferQueueCallbackTest, MayBeTakenAway) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  std::atomic<int> ran = 0;
  queue.set_callback([&](Request&, const std::any&) { ++ran; });
  queue.set_callback({});
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_EQ(ran, 0);
}

TEST(AsyncInferQueueCallbackTest, WaitAllWaitsForWhatCallbacksStart) {
  AsyncInferQueue source(compile(small_models::relu()), 2);
  AsyncInferQueue sink(compile(small_models::relu()), 1);
  std::atomic<int> ran = 0;
  source.set_callback([&](Request& request, const std::any&) { sink.start_async(request.get_output_tensor()); });
  sink.set_callback([&](Request&, const std::any&) { ++ran; });
  for (int i = 0; i < 20; ++i) source.start_async(filled(1));
  source.wait_all();
  sink.wait_all();
  EXPECT_EQ(ran, 20);
}

TEST(AsyncInferQueueCallbackTest, MayHandResultsOnToASecondQueue) {
  AsyncInferQueue source(compile(small_models::relu()), 4);
  AsyncInferQueue sink(compile(small_models::relu()), 2);
  std::atomic<int> right = 0;
  source.set_callback(
      [&](Request& request, const std::any& userdata) { sink.start_async(request.get_output_tensor(), userdata); });
  sink.set_callback([&](Request& request, const std::any& userdata) {
    right += holds(request.get_output_tensor(), static_cast<float>(std::any_cast<int>(userdata))) ? 1 : 0;
  });
  for (int i = 0; i < 200; ++i) source.start_async(filled(static_cast<float>(i)), i);
  source.wait_all();
  sink.wait_all();
  EXPECT_EQ(right, 200);
}

TEST(AsyncInferQueueCallbackTest, MayGoRoundARingOfTwoQueues) {
  AsyncInferQueue one(compile(small_models::relu()), 1);
  AsyncInferQueue two(compile(small_models::relu()), 1);
  std::atomic<int> ran = 0;
  const auto pass_on_to = [&ran](AsyncInferQueue& next) {
    return [&next, &ran](Request& request, const std::any& userdata) {
      ++ran;
      const int left = std::any_cast<int>(userdata);
      if (left > 0) next.start_async(request.get_output_tensor(), left - 1);
    };
  };
  one.set_callback(pass_on_to(two));
  two.set_callback(pass_on_to(one));
  for (int i = 0; i < 4; ++i) one.start_async(filled(1), 500);
  while (ran < 4 * 501) {
    one.wait_all();
    two.wait_all();
  }
  EXPECT_EQ(ran, 4 * 501);
}

}  // namespace
}  // namespace millrace
