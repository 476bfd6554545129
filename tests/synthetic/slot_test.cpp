#include "millrace/queue/slot.hpp"

#include <algorithm>
#include <future>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/all_block.hpp"
#include "fakes/error_message.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

using testing::HasSubstr;

class SlotTest : public testing::Test {
 protected:
  SlotTest() : queue_(compile(small_models::relu()), {.requests = 1}) {}

  static void fill(ov::Tensor tensor, float value) { std::fill_n(tensor.data<float>(), tensor.get_size(), value); }

  InferQueue queue_;
};

TEST_F(SlotTest, LetsTheInputBeFilledInPlace) {
  Slot slot = queue_.acquire();
  fill(slot.input(), 6);
  EXPECT_TRUE(holds(std::move(slot).start().get()[0], 6));
}

TEST_F(SlotTest, GivesTheRequestsOwnInputTensorWithoutACopy) {
  Slot slot = queue_.acquire();
  const void* filled_here = slot.input().data();
  EXPECT_EQ(slot.request().get_input_tensor().data(), filled_here);
}

TEST_F(SlotTest, GivesItsOwnTensorAlsoAfterAJobWithItsOwnInputs) {
  queue_.submit(filled(1)).get();
  Slot slot = queue_.acquire();
  fill(slot.input(), 2);
  EXPECT_EQ(slot.request().get_input_tensor().data(), slot.input().data());
  EXPECT_TRUE(holds(std::move(slot).start().get()[0], 2));
}

TEST_F(SlotTest, GivesItsOwnTensorAlsoForADynamicShape) {
  InferQueue queue(compile(small_models::relu({-1, 3})), {.requests = 1});
  queue.submit(filled(1, {5, 3})).get();
  Slot slot = queue.acquire();
  ov::Tensor input = slot.input();
  input.set_shape({2, 3});
  fill(input, 7);
  const Result result = std::move(slot).start().get();
  EXPECT_EQ(result[0].get_shape(), (ov::Shape{2, 3}));
  EXPECT_TRUE(holds(result[0], 7));
}

TEST_F(SlotTest, FailsAJobWhoseInputWasNotGiven) {
  InferQueue queue(compile(small_models::difference()), {.requests = 1});
  Slot slot = queue.acquire();
  fill(slot.input(0), 1);
  Job job = std::move(slot).start();
  try {
    job.get();
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(error.what(), HasSubstr("'b'"));
  }
}

TEST_F(SlotTest, GoesBackAfterAJobWhoseInputWasNotGiven) {
  EXPECT_THROW(queue_.acquire().start().get(), Error);
  EXPECT_TRUE(queue_.ready());
  EXPECT_TRUE(holds(queue_.submit(filled(3)).get()[0], 3));
}

TEST_F(SlotTest, AsksForTheInputsAnewInEachLease) {
  Slot first_lease = queue_.acquire();
  fill(first_lease.input(), 1);
  std::move(first_lease).start().get();
  EXPECT_THROW(queue_.acquire().start().get(), Error);
}

TEST_F(SlotTest, CountsAllInputsAsGivenOnceTheRequestWasTaken) {
  Slot slot = queue_.acquire();
  slot.request().set_input_tensor(filled(8));
  EXPECT_TRUE(holds(std::move(slot).start().get()[0], 8));
}

TEST_F(SlotTest, WritesIntoAnOutputTensorSetOnTheRequest) {
  const ov::Tensor mine = filled(0);
  Slot slot = queue_.acquire();
  slot.request().set_input_tensor(filled(8));
  slot.request().set_output_tensor(mine);
  const Result result = std::move(slot).start().get();
  EXPECT_TRUE(holds(mine, 8));
  EXPECT_EQ(std::as_const(result[0]).data(), std::as_const(mine).data());
}

TEST_F(SlotTest, DoesNotLeakAnOutputTensorSetOnTheRequestIntoTheNextJob) {
  const ov::Tensor mine = filled(0);
  Slot slot = queue_.acquire();
  slot.request().set_input_tensor(filled(8));
  slot.request().set_output_tensor(mine);
  std::move(slot).start().get();
  EXPECT_TRUE(holds(queue_.submit(filled(9)).get()[0], 9));
  EXPECT_TRUE(holds(mine, 8));
}

TEST_F(SlotTest, DoesNotLeakAnOutputTensorIntoTheNextLeaseOfTheRequest) {
  const ov::Tensor mine = filled(0);
  Slot first_lease = queue_.acquire();
  first_lease.request().set_input_tensor(filled(8));
  first_lease.request().set_output_tensor(mine);
  std::move(first_lease).start().get();

  Slot second_lease = queue_.acquire();
  second_lease.request().set_input_tensor(filled(9));
  EXPECT_TRUE(holds(std::move(second_lease).start().get()[0], 9));
  EXPECT_TRUE(holds(mine, 8));
}

TEST_F(SlotTest, DoesNotLeakAnOutputTensorOfALeaseThatWasDropped) {
  const ov::Tensor mine = filled(0);
  {
    Slot dropped = queue_.acquire();
    dropped.request().set_output_tensor(mine);
  }
  Slot slot = queue_.acquire();
  slot.request().set_input_tensor(filled(9));
  std::move(slot).start().get();
  EXPECT_TRUE(holds(mine, 0));
}

TEST_F(SlotTest, DoesNotLeakAnOutputTensorOfADroppedLeaseIntoAJobThatWaited) {
  const ov::Tensor mine = filled(0);
  std::optional<Slot> lease = queue_.acquire();
  lease->request().set_output_tensor(mine);
  Job other = queue_.submit(filled(9));
  lease.reset();
  EXPECT_TRUE(holds(other.get()[0], 9));
  EXPECT_TRUE(holds(mine, 0));
}

TEST_F(SlotTest, IsAsEmptyAsItWasMadeWhenItsShapeIsDynamic) {
  InferQueue queue(compile(small_models::relu({-1, 3})), {.requests = 1});
  {
    Slot slot = queue.acquire();
    slot.input().set_shape({5, 3});
    std::move(slot).start().get();
  }
  EXPECT_EQ(queue.acquire().input().get_shape(), (ov::Shape{0, 3}));
}

TEST_F(SlotTest, DoesNotLeakAnInputTensorSetOnTheRequestIntoTheNextLease) {
  const auto mine = std::make_shared<std::vector<float>>(4, 8.0F);
  {
    Slot slot = queue_.acquire();
    slot.request().set_input_tensor(lent(mine));
    std::move(slot).start().get();
  }
  EXPECT_EQ(mine.use_count(), 1);
  Slot next = queue_.acquire();
  EXPECT_NE(next.request().get_input_tensor().data(), mine->data());
}

TEST_F(SlotTest, DropsAnInputTensorOfALeaseThatWasDropped) {
  const auto mine = std::make_shared<std::vector<float>>(4, 8.0F);
  {
    Slot dropped = queue_.acquire();
    dropped.request().set_input_tensor(lent(mine));
  }
  EXPECT_EQ(mine.use_count(), 1);
}

TEST_F(SlotTest, KeepsTheResultsOfItsJobsWhenTheRequestIsUsedAgain) {
  Slot slot = queue_.acquire();
  slot.request().set_input_tensor(filled(1));
  const Result held = std::move(slot).start().get();
  Slot again = queue_.acquire();
  again.request().set_input_tensor(filled(2));
  std::move(again).start().get();
  EXPECT_TRUE(holds(held[0], 1));
}

TEST_F(SlotTest, GoesBackWhenDropped) {
  {
    const Slot slot = queue_.acquire();
    EXPECT_FALSE(queue_.ready());
  }
  EXPECT_TRUE(queue_.ready());
}

TEST_F(SlotTest, GoesBackWhenAnExceptionPasses) {
  try {
    Slot slot = queue_.acquire();
    fill(slot.input(), 1);
    throw std::runtime_error("preprocessing failed");
  } catch (const std::runtime_error&) {
  }
  EXPECT_TRUE(queue_.ready());
}

TEST_F(SlotTest, LeavesThePoolAsLargeAsItWasAfterManyExceptions) {
  InferQueue queue(compile(small_models::relu()), {.requests = 2, .backlog = 0});
  for (int i = 0; i < 10; ++i) {
    try {
      Slot slot = queue.acquire();
      slot.request().set_input_tensor(filled(1, {1, 5}));  // OpenVINO refuses the shape
      FAIL() << "no exception";
    } catch (const std::exception&) {
    }
  }
  const auto one = queue.try_acquire();
  const auto two = queue.try_acquire();
  EXPECT_TRUE(one && two);
  EXPECT_FALSE(queue.try_acquire());
}

TEST_F(SlotTest, GoesBackWhenAssignedOver) {
  InferQueue queue(compile(small_models::relu()), {.requests = 2});
  Slot slot = queue.acquire();
  slot = queue.acquire();
  EXPECT_TRUE(queue.ready());
}

TEST_F(SlotTest, HandsItsLeaseOnWhenMoved) {
  Slot slot = queue_.acquire();
  const Slot moved = std::move(slot);
  EXPECT_FALSE(queue_.ready());
  EXPECT_EQ(moved.id(), 0U);
}

TEST_F(SlotTest, RefusesEveryUseOnceStarted) {
  Slot slot = queue_.acquire();
  fill(slot.input(), 1);
  Job job = std::move(slot).start();
  EXPECT_THROW(slot.input(), Error);    // NOLINT(bugprone-use-after-move)
  EXPECT_THROW(slot.request(), Error);  // NOLINT(bugprone-use-after-move)
  EXPECT_THROW(std::move(slot).start(), Error);
  job.get();
}

TEST_F(SlotTest, RefusesAnInputTheModelDoesNotHave) {
  Slot slot = queue_.acquire();
  EXPECT_EQ(error_message(ErrorCode::kInvalidArgument, [&] { slot.input(1); }),
            "the model has no input 1; it has 1 input");
}

TEST_F(SlotTest, HandsUserdataBackWithTheResult) {
  Slot slot = queue_.acquire();
  fill(slot.input(), 1);
  EXPECT_EQ(std::move(slot).start({.userdata = 42}).get().userdata<int>(), 42);
}

TEST_F(SlotTest, OfAModelWithoutInputsCanBeStartedAtOnce) {
  InferQueue queue(compile(small_models::no_inputs()));
  EXPECT_EQ(first(queue.acquire().start().get()[0]), 7);
}

TEST_F(SlotTest, IsGrantedToTheThreadThatWaitsForIt) {
  std::optional<Slot> slot = queue_.acquire();
  auto waiting = std::async(std::launch::async, [&] { return queue_.acquire().id(); });
  EXPECT_TRUE(all_block(queue_, waiting));
  slot.reset();
  EXPECT_EQ(waiting.get(), 0U);
  EXPECT_TRUE(queue_.ready());
}

TEST_F(SlotTest, IsNoLongerWaitedForWhenTheStopTokenFires) {
  const Slot held = queue_.acquire();
  std::stop_source stop;
  auto waiting = std::async(std::launch::async, [&] { return queue_.acquire(stop.get_token()); });
  EXPECT_TRUE(all_block(queue_, waiting));
  stop.request_stop();
  EXPECT_THROW(waiting.get(), Stopped);
}

TEST_F(SlotTest, CanBeUsedAndDroppedAfterTheQueue) {
  std::optional<InferQueue> queue(std::in_place, compile(small_models::relu()), Options{.requests = 1});
  Slot slot = queue->acquire();
  queue.reset();
  fill(slot.input(), 1);
  try {
    std::move(slot).start();
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kClosed);
  }
}

}  // namespace
}  // namespace millrace
