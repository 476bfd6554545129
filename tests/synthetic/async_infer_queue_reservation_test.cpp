#include <any>
#include <atomic>
#include <cstdlib>
#include <future>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "fakes/all_block.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

class AsyncInferQueueReservationTest : public testing::Test {
 protected:
  AsyncInferQueueReservationTest() : queue_(compile(small_models::relu()), 2) {}

  template <class F>
  static void on_another_thread(F f) {
    std::jthread(std::move(f)).join();
  }

  AsyncInferQueue queue_;
};

TEST_F(AsyncInferQueueReservationTest, IsUsedByTheNextStart) {
  for (int i = 0; i < 10; ++i) {
    const std::size_t id = queue_.get_idle_request_id();
    queue_.start_async(filled(1), i);
    queue_.wait_all();
    EXPECT_EQ(std::any_cast<int>(queue_.userdata()[id]), i);
  }
}

TEST_F(AsyncInferQueueReservationTest, IsUsedByTheNextTryStart) {
  const std::size_t id = queue_.get_idle_request_id();
  EXPECT_TRUE(queue_.try_start_async(filled(1), 7));
  queue_.wait_all();
  EXPECT_EQ(std::any_cast<int>(queue_.userdata()[id]), 7);
}

TEST_F(AsyncInferQueueReservationTest, IsUsedByOneStartOnly) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  queue.get_idle_request_id();
  queue.start_async(filled(1));
  queue.start_async(filled(2));  // would not come back if it wanted the reserved request again
  queue.wait_all();
  EXPECT_TRUE(holds(queue[0].get_output_tensor(), 2));
}

TEST_F(AsyncInferQueueReservationTest, IsTheSameWhenAskedForTwice) {
  const std::size_t id = queue_.get_idle_request_id();
  EXPECT_EQ(queue_.get_idle_request_id(), id);
}

TEST_F(AsyncInferQueueReservationTest, IsAnotherOnAnotherThread) {
  const std::size_t mine = queue_.get_idle_request_id();
  on_another_thread([&] { EXPECT_NE(queue_.get_idle_request_id(), mine); });
}

TEST_F(AsyncInferQueueReservationTest, IsOnePerQueue) {
  AsyncInferQueue other(compile(small_models::relu()), 1);
  const std::size_t id = queue_.get_idle_request_id();
  EXPECT_EQ(other.get_idle_request_id(), 0U);
  other.start_async(filled(1));
  other.wait_all();
  EXPECT_EQ(queue_.get_idle_request_id(), id);
}

TEST_F(AsyncInferQueueReservationTest, CountsAsBusyForOthersButNotForItsThread) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  queue.get_idle_request_id();
  EXPECT_TRUE(queue.is_ready());
  on_another_thread([&] {
    EXPECT_FALSE(queue.is_ready());
    EXPECT_FALSE(queue.try_start_async(filled(1)));
  });
}

TEST_F(AsyncInferQueueReservationTest, IsReleasedByAStartThatThrows) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  queue.get_idle_request_id();
  EXPECT_THROW(queue.start_async(filled(1, {3})), Error);
  on_another_thread([&] { EXPECT_TRUE(queue.is_ready()); });
}

TEST_F(AsyncInferQueueReservationTest, IsReleasedByATryStartThatThrows) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  queue.get_idle_request_id();
  EXPECT_THROW(queue.try_start_async({}), Error);
  on_another_thread([&] { EXPECT_TRUE(queue.is_ready()); });
}

TEST_F(AsyncInferQueueReservationTest, IsReleasedByWaitAllOfItsThread) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  queue.get_idle_request_id();
  queue.wait_all();
  on_another_thread([&] { EXPECT_TRUE(queue.is_ready()); });
}

TEST_F(AsyncInferQueueReservationTest, IsReleasedWhenItsThreadEnds) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  on_another_thread([&] { queue.get_idle_request_id(); });
  EXPECT_TRUE(queue.is_ready());
  EXPECT_TRUE(queue.try_start_async(filled(1)));
}

TEST_F(AsyncInferQueueReservationTest, IsNotWaitedForByWaitAllOfOthers) {
  Gate checked;
  Gate reserved;
  const std::jthread holder([&] {
    queue_.get_idle_request_id();
    reserved.open();
    checked.pass();
  });
  reserved.pass();
  queue_.start_async(filled(1));
  queue_.wait_all();
  EXPECT_EQ(queue_.stats().succeeded, 1U);
  EXPECT_EQ(queue_.stats().waiting + queue_.stats().running, 0U);
  checked.open();
}

TEST_F(AsyncInferQueueReservationTest, IsWaitedForWhileNoRequestIsIdle) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  Gate gate;
  std::atomic<bool> callback_returned = false;
  queue.set_callback([&](Request&, const std::any&) {
    gate.pass();
    callback_returned = true;
  });
  queue.start_async(filled(1));
  auto reserved = std::async(std::launch::async, [&] { return queue.get_idle_request_id(); });
  EXPECT_TRUE(all_block(queue, reserved));
  gate.open();
  EXPECT_EQ(reserved.get(), 0U);
  EXPECT_TRUE(callback_returned);
}

TEST_F(AsyncInferQueueReservationTest, IsKeptWhenTheQueueMoves) {
  const std::size_t id = queue_.get_idle_request_id();
  AsyncInferQueue moved = std::move(queue_);
  EXPECT_EQ(moved.get_idle_request_id(), id);
}

TEST_F(AsyncInferQueueReservationTest, OfAQueueThatIsGoneHarmsNobody) {
  on_another_thread([] {
    for (int i = 0; i < 10; ++i) {
      AsyncInferQueue gone(compile(small_models::relu()), 1);
      gone.get_idle_request_id();
    }
    std::optional<AsyncInferQueue> queue(std::in_place, compile(small_models::relu()), 1);
    queue->get_idle_request_id();
    std::thread([&] { queue.reset(); }).join();  // this thread's reservation stays behind
    AsyncInferQueue next(compile(small_models::relu()), 1);
    EXPECT_EQ(next.get_idle_request_id(), 0U);
    EXPECT_FALSE(std::async(std::launch::async, [&] { return next.is_ready(); }).get());  // it is really reserved
    next.start_async(filled(2));
    next.wait_all();
    EXPECT_TRUE(holds(next[0].get_output_tensor(), 2));
  });
}

TEST_F(AsyncInferQueueReservationTest, LetsInputsBeSetOnTheRequestBeforeTheStart) {
  for (int i = 0; i < 10; ++i) {
    const std::size_t id = queue_.get_idle_request_id();
    const auto number = static_cast<float>(i);
    queue_[id].infer_request().set_input_tensor(filled(number));
    queue_.start_async();
    queue_.wait_all();
    EXPECT_TRUE(holds(queue_[id].get_output_tensor(), number));
  }
}

TEST_F(AsyncInferQueueReservationTest, LetsTheRequestsOwnInputBeFilledBeforeTheStart) {
  for (int i = 0; i < 10; ++i) {
    const std::size_t id = queue_.get_idle_request_id();
    const auto number = static_cast<float>(i);
    ov::Tensor input = queue_[id].infer_request().get_input_tensor();
    std::fill_n(input.data<float>(), input.get_size(), number);
    queue_.start_async();
    queue_.wait_all();
    EXPECT_TRUE(holds(queue_[id].get_output_tensor(), number));
  }
}

TEST_F(AsyncInferQueueReservationTest, ThrowsInACallbackWhenNoRequestIsIdle) {
  AsyncInferQueue queue(compile(small_models::relu()), 1);
  std::atomic<bool> threw = false;
  queue.set_callback([&](Request&, const std::any&) {
    try {
      queue.get_idle_request_id();
    } catch (const std::system_error& error) {
      threw = error.code() == std::errc::resource_deadlock_would_occur;
    }
  });
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_TRUE(threw);
}

TEST_F(AsyncInferQueueReservationTest, CanBeMadeInACallbackWhileARequestIsIdle) {
  std::atomic<int> ran = 0;
  queue_.set_callback([&](Request& request, const std::any&) {
    if (++ran == 2) return;
    const std::size_t id = queue_.get_idle_request_id();
    EXPECT_NE(id, request.id());
    queue_.start_async(filled(2));
  });
  queue_.start_async(filled(1));
  queue_.wait_all();
  EXPECT_EQ(ran, 2);
}

TEST_F(AsyncInferQueueReservationTest, EndsWithACallbackThatThrows) {
  queue_.set_callback([&](Request&, const std::any&) {
    queue_.get_idle_request_id();
    throw std::runtime_error("before the start");
  });
  queue_.start_async(filled(1));
  EXPECT_THROW(queue_.wait_all(), std::runtime_error);
  queue_.get_idle_request_id();
  on_another_thread([&] { EXPECT_TRUE(queue_.is_ready()); });
}

TEST_F(AsyncInferQueueReservationTest, EndsWithACallbackThatDoesNotStartIt) {
  queue_.set_callback([&](Request&, const std::any&) { queue_.get_idle_request_id(); });
  queue_.start_async(filled(1));
  queue_.wait_all();
  queue_.get_idle_request_id();
  on_another_thread([&] { EXPECT_TRUE(queue_.is_ready()); });
}

TEST_F(AsyncInferQueueReservationTest, OfAThreadIsNotTakenByACallbackThatRunsOnIt) {
  AsyncInferQueue queue(compile_inline(small_models::relu()), 3);
  std::optional<std::size_t> in_callback;
  queue.set_callback([&](Request&, const std::any&) {
    if (!in_callback) in_callback = queue.get_idle_request_id();
  });
  AsyncInferQueue other(compile_inline(small_models::relu()), 1);
  other.set_callback([&](Request&, const std::any&) { queue.start_async(filled(1)); });
  const std::size_t mine = queue.get_idle_request_id();
  other.start_async(filled(1));
  queue.wait_all();
  EXPECT_NE(in_callback, mine);
  EXPECT_TRUE(in_callback);
}

std::optional<AsyncInferQueue> static_queue;

TEST(AsyncInferQueueExitDeathTest, AStaticQueueMayHoldAReservationAtExit) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        static_queue.emplace(compile(small_models::relu()), 1);
        static_queue->start_async(filled(1));
        static_queue->get_idle_request_id();
        std::exit(0);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace millrace
