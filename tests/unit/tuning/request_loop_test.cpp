#include "tuning/request_loop.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "openvino/runtime/core.hpp"
#include "tuning/soak_model.hpp"

namespace millrace::tuning {
namespace {

ov::CompiledModel compiled() {
  static ov::Core core;
  return core.compile_model(soak_model(true), "CPU");
}

void wait_for(const RequestLoop& loop, std::uint64_t completed) {
  while (loop.completed() < completed) std::this_thread::yield();
}

TEST(RequestLoopTest, StartsItsRequestsAgainAndAgain) {
  RequestLoop loop(compiled(), 2);
  loop.start();
  wait_for(loop, 20);
  loop.stop();
  EXPECT_GE(loop.completed(), 20U);
}

TEST(RequestLoopTest, StandsStillWhenItIsStopped) {
  RequestLoop loop(compiled(), 2);
  loop.start();
  wait_for(loop, 1);
  loop.stop();
  const std::uint64_t then = loop.completed();
  loop.stop();
  EXPECT_EQ(loop.completed(), then);
}

TEST(RequestLoopTest, CanBeStartedAgain) {
  RequestLoop loop(compiled(), 1);
  for (std::uint64_t round = 1; round <= 3; ++round) {
    loop.start();
    wait_for(loop, 5 * round);
    loop.stop();
  }
  EXPECT_GE(loop.completed(), 15U);
}

TEST(RequestLoopTest, PreparesEveryStartAndGoesOnAfterAFailure) {
  std::atomic<int> prepared = 0;
  RequestLoop loop(compiled(), 1, [&](ov::InferRequest& request) {
    request.set_input_tensor(0, soak_payload(1));
    request.set_input_tensor(1, soak_fault(++prepared % 2 == 0));
  });
  loop.start();
  wait_for(loop, 10);
  loop.stop();
  EXPECT_EQ(static_cast<std::uint64_t>(prepared), loop.completed());
}

}  // namespace
}  // namespace millrace::tuning
