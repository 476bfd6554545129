#include <any>
#include <future>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "fakes/all_block.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

/// Jobs one at a time on the only request, each with its output as the callback saw it.
class AsyncInferQueueTensorsTest : public testing::Test {
 protected:
  AsyncInferQueueTensorsTest() : queue_(compile(small_models::relu()), 1) { keep_outputs_of(queue_); }

  void keep_outputs_of(AsyncInferQueue& queue) {
    queue.set_callback([this](Request& request, const std::any&) { outputs_.push_back(request.get_output_tensor()); });
  }

  void run(float value) {
    queue_.start_async(filled(value));
    queue_.wait_all();
  }

  std::vector<ov::Tensor> outputs_;
  AsyncInferQueue queue_;
};

TEST_F(AsyncInferQueueTensorsTest, ReadInACallbackStayValidForEver) {
  for (int i = 0; i < 500; ++i) queue_.start_async(filled(static_cast<float>(i)));
  queue_.wait_all();
  ASSERT_EQ(outputs_.size(), 500U);
  for (std::size_t i = 0; i < outputs_.size(); ++i) ASSERT_TRUE(holds(outputs_[i], static_cast<float>(i))) << i;
}

TEST_F(AsyncInferQueueTensorsTest, ReadInACallbackStayValidOnceTheRequestWasTouched) {
  queue_[0].infer_request();
  for (int i = 0; i < 50; ++i) queue_.start_async(filled(static_cast<float>(i)));
  queue_.wait_all();
  for (std::size_t i = 0; i < outputs_.size(); ++i) ASSERT_TRUE(holds(outputs_[i], static_cast<float>(i))) << i;
}

TEST_F(AsyncInferQueueTensorsTest, ReadInACallbackOutliveQueueModelAndCore) {
  {
    ov::Core core;
    AsyncInferQueue queue(core.compile_model(small_models::relu(), "CPU"), 1);
    keep_outputs_of(queue);
    queue.start_async(filled(4));
    queue.wait_all();
  }
  EXPECT_TRUE(holds(outputs_.at(0), 4));
}

TEST_F(AsyncInferQueueTensorsTest, SetByTheUserStay) {
  const ov::Tensor mine = filled(0);
  queue_[0].infer_request().set_output_tensor(mine);
  for (int i = 1; i <= 3; ++i) {
    run(static_cast<float>(i));
    EXPECT_TRUE(holds(mine, static_cast<float>(i)));
  }
}

TEST_F(AsyncInferQueueTensorsTest, SetByTheUserStayAlsoWhenTheQueueHadSetThemBefore) {
  run(1);
  const ov::Tensor mine = outputs_.at(0);  // the queue's, until it is set by hand below
  queue_[0].infer_request().set_output_tensor(filled(0));
  run(2);
  queue_[0].infer_request().set_output_tensor(mine);
  run(3);
  EXPECT_TRUE(holds(mine, 3));
}

TEST_F(AsyncInferQueueTensorsTest, OfADynamicShapeSetByTheUserStay) {
  AsyncInferQueue queue(compile(small_models::relu({-1, 3})), 1);
  const ov::Tensor mine(ov::element::f32, {0, 3});
  queue[0].infer_request().set_output_tensor(mine);
  for (std::size_t rows = 1; rows <= 3; ++rows) {
    queue.start_async(filled(static_cast<float>(rows), {rows, 3}));
    queue.wait_all();
    EXPECT_EQ(mine.get_shape(), (ov::Shape{rows, 3}));
    EXPECT_TRUE(holds(mine, static_cast<float>(rows)));
  }
}

TEST_F(AsyncInferQueueTensorsTest, OfADynamicShapeReadInACallbackStayValid) {
  AsyncInferQueue queue(compile(small_models::relu({-1, 3})), 1);
  keep_outputs_of(queue);
  queue[0].infer_request();
  for (std::size_t i = 0; i < 20; ++i) queue.start_async(filled(static_cast<float>(i), {1 + i % 3, 3}));
  queue.wait_all();
  for (std::size_t i = 0; i < 20; ++i) {
    ASSERT_EQ(outputs_.at(i).get_shape(), (ov::Shape{1 + i % 3, 3}));
    ASSERT_TRUE(holds(outputs_.at(i), static_cast<float>(i))) << i;
  }
}

// The first output has moved to larger memory when the second one fails.
TEST_F(AsyncInferQueueTensorsTest, ReadInACallbackStayValidAfterAFailedJobThatGrewAnOutput) {
  AsyncInferQueue queue(compile(small_models::relu_then_top_k()), 1);
  keep_outputs_of(queue);
  queue[0].infer_request();
  queue.start_async({filled(1, {10}), scalar(3)});
  queue.wait_all();
  queue.start_async({filled(1, {100}), scalar(101)});
  EXPECT_THROW(queue.wait_all(), ov::Exception);
  for (int i = 2; i < 5; ++i) queue.start_async({filled(static_cast<float>(i), {10}), scalar(3)});
  queue.wait_all();
  ASSERT_EQ(outputs_.size(), 4U);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(holds(outputs_[i], static_cast<float>(i + 1)));
}

TEST_F(AsyncInferQueueTensorsTest, SetAsInputsStayForStartsWithoutInputs) {
  queue_[0].infer_request().set_input_tensor(filled(6));
  for (int i = 0; i < 3; ++i) {
    queue_.start_async();
    queue_.wait_all();
  }
  ASSERT_EQ(outputs_.size(), 3U);
  for (const ov::Tensor& output : outputs_) EXPECT_TRUE(holds(output, 6));
}

TEST_F(AsyncInferQueueTensorsTest, SetAsInputsStayForStartsWithoutInputsAfterAnotherJob) {
  queue_[0].infer_request().set_input_tensor(filled(6));
  run(9);
  queue_.start_async();
  queue_.wait_all();
  EXPECT_TRUE(holds(outputs_.back(), 6));
}

TEST_F(AsyncInferQueueTensorsTest, OfAStartWithoutInputsAreTheRequestsOwnAfterAnotherJob) {
  filled(5).copy_to(queue_[0].infer_request().get_input_tensor());
  run(9);
  queue_.start_async();
  queue_.wait_all();
  EXPECT_TRUE(holds(outputs_.back(), 5));
}

TEST_F(AsyncInferQueueTensorsTest, OfAStartWithoutInputsThatHadToWaitAreTheRequestsOwn) {
  filled(5).copy_to(queue_[0].infer_request().get_input_tensor());
  const Gate gate;
  queue_.set_callback([this, gate](Request& request, const std::any&) {
    gate.pass();
    outputs_.push_back(request.get_output_tensor());
  });
  queue_.start_async(filled(9));
  auto waiting = std::async(std::launch::async, [&] { queue_.start_async(); });
  EXPECT_TRUE(all_block(queue_, waiting));
  gate.open();
  waiting.get();
  queue_.wait_all();
  EXPECT_TRUE(holds(outputs_.back(), 5));
}

}  // namespace
}  // namespace millrace
