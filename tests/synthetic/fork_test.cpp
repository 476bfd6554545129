#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "fakes/in_child.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "millrace/queue/sequencer.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

/// Calls `f`, and tells whether it threw what a queue throws in a child.
template <class F>
bool refused(F f) {
  try {
    static_cast<void>(f());
  } catch (const Error& error) {
    return error.code() == ErrorCode::kInvalidState && std::string(error.what()).find("fork()") != std::string::npos;
  }
  return false;
}

class InferQueueForkTest : public testing::Test {
 protected:
  std::optional<InferQueue> queue_{std::in_place, compile(small_models::relu()), Options{.requests = 1}};
  std::optional<Slot> slot_ = queue_->acquire();
  std::optional<Job> waiting_ = queue_->submit(filled(1));  // until the slot comes back
};

TEST_F(InferQueueForkTest, InAChildEveryCallOfTheQueueThrows) {
  EXPECT_TRUE(in_child([&] {
    return refused([&] { return queue_->submit(filled(1)); }) &&
           refused([&] { return queue_->try_submit(filled(1)); }) && refused([&] { return queue_->acquire(); }) &&
           refused([&] { return queue_->try_acquire(); }) && refused([&] { return queue_->async_acquire(); }) &&
           refused([&] { return queue_->stats(); }) && refused([&] { return queue_->ready(); }) &&
           refused([&] { queue_->drain(); }) && refused([&] { queue_->drain_until(Clock::now()); }) &&
           refused([&] { queue_->cancel_all(); }) && refused([&] { queue_->close(); });
  }));
}

TEST_F(InferQueueForkTest, InAChildEveryCallOfItsJobsAndSlotsThrows) {
  EXPECT_TRUE(in_child([&] {
    return refused([&] { return waiting_->ready(); }) && refused([&] { waiting_->wait(); }) &&
           refused([&] { return waiting_->wait_until(Clock::now()); }) && refused([&] { return waiting_->cancel(); }) &&
           refused([&] { return waiting_->get(); }) && refused([&] { return waiting_->outcome(); }) &&
           refused([&] { waiting_->on_done([](const Outcome&) {}); }) && refused([&] { return slot_->input(); }) &&
           refused([&] { slot_->request(); }) && refused([&] { return slot_->run(); }) &&
           refused([&] { return std::move(*slot_).start(); });
  }));
}

TEST_F(InferQueueForkTest, InAChildEverythingCanBeDestroyed) {
  EXPECT_TRUE(in_child([&] {
    waiting_.reset();
    slot_.reset();
    queue_.reset();
    return true;
  }));
}

TEST_F(InferQueueForkTest, TheParentGoesOn) {
  EXPECT_TRUE(in_child([&] {
    queue_.reset();
    return true;
  }));
  slot_.reset();
  EXPECT_TRUE(holds(waiting_->get()[0], 1));
}

TEST_F(InferQueueForkTest, InAChildASequencerThrowsAndCanBeDestroyed) {
  std::optional<Sequencer> in_order(std::in_place, [](const Outcome&) {});
  in_order->add(std::move(*waiting_));
  EXPECT_TRUE(in_child([&] {
    const bool all = refused([&] { in_order->wait(); }) && refused([&] { return in_order->sink_errors(); });
    in_order.reset();
    return all;
  }));
  slot_.reset();
}

// In a process of its own: OpenVINO would hand the child threads of models that other tests have compiled and dropped.
TEST(InferQueueForkDeathTest, InAChildANewQueueRunsOnAModelThatIsCompiledThere) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto runs_in_child = [] {
    InferQueue queue(compile(small_models::relu()), {.requests = 1});
    queue.submit(filled(1)).get();
    return in_child([] {
      ov::Core core;
      InferQueue here(core.compile_model(small_models::relu(), "CPU"));
      return holds(here.submit(filled(3), {.deadline = Clock::now() + std::chrono::hours(1)}).get()[0], 3);
    });
  };
  EXPECT_EXIT(std::exit(runs_in_child() ? 0 : 1), testing::ExitedWithCode(0), "");
}

TEST(AsyncInferQueueForkTest, InAChildEveryCallThrowsAndItCanBeDestroyed) {
  std::optional<AsyncInferQueue> queue(std::in_place, compile(small_models::relu()), 2);
  const Gate reached;
  const Gate held;  // at the fork no other thread is in the middle of an allocation, whose lock the child would inherit
  queue->set_callback([=](Request&, const std::any&) {
    reached.open();
    held.pass();
  });
  queue->start_async(filled(1));
  reached.pass();
  queue->get_idle_request_id();
  const Request request = (*queue)[0];
  EXPECT_TRUE(in_child([&] {
    const bool all =
        refused([&] { queue->start_async(filled(1)); }) && refused([&] { queue->start_async(); }) &&
        refused([&] { return queue->try_start_async(filled(1)); }) && refused([&] { queue->set_callback({}); }) &&
        refused([&] { queue->wait_all(); }) && refused([&] { return queue->take_errors(); }) &&
        refused([&] { return queue->take_job_errors(); }) && refused([&] { return queue->last_error(); }) &&
        refused([&] { return queue->dropped_errors(); }) && refused([&] { return queue->stats(); }) &&
        refused([&] { return queue->is_ready(); }) && refused([&] { return queue->get_idle_request_id(); }) &&
        refused([&] { return queue->userdata(); }) && refused([&] { return request.get_output_tensor(); });
    queue.reset();
    return all;
  }));
  held.open();
  queue->wait_all();
  EXPECT_TRUE(holds(request.get_output_tensor(), 1));
}

}  // namespace
}  // namespace millrace
