#include <any>
#include <atomic>
#include <cstdlib>
#include <future>
#include <latch>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "fakes/all_block.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "queue/async_state.hpp"
#include "queue/make_job.hpp"
#include "queue/scheduling/core.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

TEST(AsyncInferQueueLifetimeTest, DestroyedWithJobsInFlightItRunsEveryCallback) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 300; ++i) {
    std::atomic<int> ran = 0;
    {
      AsyncInferQueue queue(model, 4);
      queue.set_callback([&](Request&, const std::any&) { ++ran; });
      for (int j = 0; j < 4; ++j) queue.start_async(filled(1));
    }
    ASSERT_EQ(ran, 4);
  }
}

TEST(AsyncInferQueueLifetimeTest, DestroyedItRunsTheCallbacksOfWhatCallbacksStarted) {
  std::atomic<int> ran = 0;
  {
    AsyncInferQueue queue(compile(small_models::relu()), 1);
    queue.set_callback([&](Request&, const std::any& userdata) {
      ++ran;
      const int left = std::any_cast<int>(userdata);
      if (left > 0) queue.start_async(filled(1), left - 1);
    });
    queue.start_async(filled(1), 10);
  }
  EXPECT_EQ(ran, 11);
}

TEST(AsyncInferQueueLifetimeTest, AssignedOverItRunsEveryCallbackFirst) {
  std::atomic<int> ran = 0;
  AsyncInferQueue queue(compile(small_models::relu()), 2);
  queue.set_callback([&](Request&, const std::any&) { ++ran; });
  queue.start_async(filled(1));
  queue.start_async(filled(1));
  queue = AsyncInferQueue(compile(small_models::relu()), 1);
  EXPECT_EQ(ran, 2);
  EXPECT_EQ(queue.size(), 1U);
}

TEST(AsyncInferQueueLifetimeTest, KeepsRunningWhenItMovesWithJobsInFlight) {
  std::atomic<int> ran = 0;
  AsyncInferQueue queue(compile(small_models::relu()), 2);
  queue.set_callback([&](Request&, const std::any&) { ++ran; });
  queue.start_async(filled(1));
  AsyncInferQueue moved = std::move(queue);
  moved.start_async(filled(1));
  moved.wait_all();
  EXPECT_EQ(ran, 2);
}

TEST(AsyncInferQueueLifetimeTest, CanBeDestroyedInsideItsOwnCallback) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 20; ++i) {
    auto queue = std::make_unique<AsyncInferQueue>(model, 2);
    Gate started;
    std::latch ran(2);
    std::atomic<bool> first_one = true;
    queue->set_callback([&](Request&, const std::any&) {
      started.pass();
      if (first_one.exchange(false)) queue.reset();
      ran.count_down();
    });
    queue->start_async(filled(1));
    queue->start_async(filled(1));
    started.open();
    ran.wait();
  }
  EXPECT_EQ(scheduling::Core::leaked(), 0U);
}

TEST(AsyncInferQueueLifetimeTest, CanBeDestroyedInsideItsOwnCallbackWhenJobsCompleteInline) {
  auto queue = std::make_unique<AsyncInferQueue>(compile_inline(small_models::relu()), 1);
  queue->set_callback([&](Request&, const std::any&) { queue.reset(); });
  queue->start_async(filled(1));
  EXPECT_EQ(queue, nullptr);
}

TEST(AsyncInferQueueLifetimeTest, RunsOnWhenModelAndCoreAreDroppedFirst) {
  std::optional<AsyncInferQueue> queue;
  {
    ov::Core core;
    queue.emplace(core.compile_model(small_models::relu(), "CPU"), 1);
  }
  queue->start_async(filled(3));
  queue->wait_all();
  EXPECT_TRUE(holds((*queue)[0].get_output_tensor(), 3));
}

TEST(AsyncInferQueueLifetimeTest, RequestsMayBeReadAfterIt) {
  std::optional<Request> request;
  {
    ov::Core core;
    AsyncInferQueue queue(core.compile_model(small_models::relu(), "CPU"), 1);
    queue.start_async(filled(3));
    request = queue[0];
  }
  EXPECT_TRUE(holds(request->get_output_tensor(), 3));
  EXPECT_GT(request->latency().count(), 0);
  EXPECT_EQ(request->model_outputs().size(), 1U);
}

TEST(AsyncInferQueueLifetimeTest, IteratorsKeepWhatTheyPointAt) {
  std::optional<AsyncInferQueue::iterator> it;
  {
    AsyncInferQueue queue(compile(small_models::relu()), 1);
    queue.start_async(filled(3));
    it = queue.begin();
  }
  EXPECT_TRUE(holds((**it).get_output_tensor(), 3));
}

TEST(AsyncInferQueueLifetimeTest, TheLastRequestMayBeDroppedInACallback) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 20; ++i) {
    auto queue = std::make_unique<AsyncInferQueue>(model, 1);
    auto last = std::make_unique<Request>((*queue)[0]);
    const Gate dropped;
    queue->set_callback([&, dropped](Request&, const std::any&) {
      queue.reset();
      last.reset();
      dropped.open();
    });
    queue->start_async(filled(1));
    ASSERT_TRUE(dropped.pass());
  }
  EXPECT_EQ(scheduling::Core::leaked(), 0U);
}

TEST(AsyncInferQueueLifetimeTest, DestroyedWhileProducersBlockItServesThemFirst) {
  const ov::CompiledModel model = compile(small_models::relu());
  for (int i = 0; i < 50; ++i) {
    std::atomic<int> ran = 0;
    auto queue = std::make_unique<AsyncInferQueue>(model, 1);
    queue->set_callback([&](Request&, const std::any&) { ++ran; });
    queue->get_idle_request_id();  // ours until the queue goes
    const auto produce = [inner = queue.get()] { inner->start_async(filled(1)); };
    auto one = std::async(std::launch::async, produce);
    auto two = std::async(std::launch::async, produce);
    ASSERT_TRUE(all_block(*queue, one, two));
    queue.reset();
    ASSERT_EQ(ran, 2);
    ASSERT_NO_THROW(one.get());
    ASSERT_NO_THROW(two.get());
  }
}

TEST(AsyncInferQueueLifetimeTest, DestroyedWithNothingInFlightItTurnsBlockedProducersAway) {
  const ov::CompiledModel model = compile(small_models::relu());
  std::atomic<int> ran = 0;
  auto queue = std::make_unique<AsyncInferQueue>(model, 1);
  queue->set_callback([&](Request&, const std::any&) { ++ran; });
  Gate destroyed;
  Gate reserved;
  const std::jthread holder([&] {
    queue->get_idle_request_id();
    reserved.open();
    destroyed.pass();
  });
  reserved.pass();
  auto producer = std::async(std::launch::async, [inner = queue.get()] { inner->start_async(filled(1)); });
  ASSERT_TRUE(all_block(*queue, producer));
  queue.reset();
  destroyed.open();
  try {
    producer.get();
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kClosed);
  }
  EXPECT_EQ(ran, 0);
}

TEST(AsyncInferQueueLifetimeTest, AJobThatIsStoppedBringsNeitherCallbackNorError) {
  const auto state = std::make_shared<queue::AsyncState>(compile(small_models::relu()), 1);
  std::atomic<int> ran = 0;
  state->set_callback([&](Request&, const std::any&) {
    ++ran;
    const auto waiting = queue::make_job({.userdata = 7});
    waiting->inputs = {filled(1)};
    state->start(waiting, true);
    state->core->close();
  });
  const auto job = queue::make_job({});
  job->inputs = {filled(1)};
  state->start(job, true);
  state->core->retire();
  EXPECT_EQ(ran, 1);
  EXPECT_FALSE(state->userdata()[0].has_value());
  EXPECT_TRUE(state->errors.take_errors().empty());
}

TEST(AsyncInferQueueExitDeathTest, ExitInACallbackEndsTheProcessWithItsCode) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        static AsyncInferQueue queue(compile(small_models::relu()), 2);
        queue.set_callback([](Request&, const std::any&) { std::exit(3); });
        queue.start_async(filled(1));
        queue.wait_all();
      },
      testing::ExitedWithCode(3), "");
}

}  // namespace
}  // namespace millrace
