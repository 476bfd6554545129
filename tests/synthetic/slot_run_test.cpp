#include <chrono>
#include <optional>
#include <system_error>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

class SlotRunTest : public testing::Test {
 protected:
  static Result step(Slot& slot, float value) {
    filled(value).copy_to(slot.input());
    return slot.run();
  }

  InferQueue queue_{compile(small_models::running_sum()), {.requests = 1, .backlog = 2}};
};

TEST_F(SlotRunTest, AStateGoesOnFromRunToRun) {
  Slot slot = queue_.acquire();
  EXPECT_TRUE(holds(step(slot, 1)[0], 1));
  EXPECT_TRUE(holds(step(slot, 2)[0], 3));
  EXPECT_TRUE(holds(step(slot, 3)[0], 6));
}

TEST_F(SlotRunTest, StartEndsTheSequenceWithItsState) {
  Slot slot = queue_.acquire();
  step(slot, 1);
  filled(2).copy_to(slot.input());
  EXPECT_TRUE(holds(std::move(slot).start().get()[0], 3));
}

TEST_F(SlotRunTest, EachLeaseBeginsWithAFreshState) {
  {
    step(*std::make_unique<Slot>(queue_.acquire()), 5);
  }
  Slot slot = queue_.acquire();
  EXPECT_TRUE(holds(step(slot, 1)[0], 1));
}

TEST_F(SlotRunTest, SubmittedJobsShareNoState) {
  Job first_job = queue_.submit(filled(1));
  Job second_job = queue_.submit(filled(2));
  EXPECT_TRUE(holds(first_job.get()[0], 1));
  EXPECT_TRUE(holds(second_job.get()[0], 2));
}

TEST_F(SlotRunTest, AResultOfAnEarlierRunStaysAsItIs) {
  Slot slot = queue_.acquire();
  const Result first_result = step(slot, 1);
  step(slot, 2);
  EXPECT_TRUE(holds(first_result[0], 1));
}

TEST_F(SlotRunTest, NobodyElseGetsTheRequestMeanwhile) {
  Slot slot = queue_.acquire();
  Job other = queue_.submit(filled(9));
  step(slot, 1);
  EXPECT_FALSE(other.ready());
  EXPECT_TRUE(holds(step(slot, 1)[0], 2));
}

TEST_F(SlotRunTest, ARunThatWasStoppedEndsTheLease) {
  Slot slot = queue_.acquire();
  slot.input();
  EXPECT_THROW(slot.run({.deadline = Clock::now() - std::chrono::seconds(1)}), Stopped);
  EXPECT_THROW(slot.input(), Error);
  EXPECT_TRUE(queue_.ready());
}

TEST_F(SlotRunTest, ARunWithoutItsInputFailsAndKeepsTheLease) {
  Slot slot = queue_.acquire();
  EXPECT_THROW(slot.run(), Error);
  EXPECT_TRUE(holds(step(slot, 1)[0], 1));
}

TEST_F(SlotRunTest, DoesNotWaitInsideAContinuation) {
  InferQueue other(compile(small_models::relu()), {.requests = 1});
  std::optional<std::error_code> code;
  std::optional<Slot> busy = other.acquire();  // so that the job is not done before its continuation is there
  other.submit(filled(1)).on_done([&](const Outcome&) {
    Slot slot = std::move(*queue_.try_acquire());
    slot.input();
    try {
      slot.run();
    } catch (const std::system_error& error) {
      code = error.code();
    }
  });
  busy.reset();
  other.drain();
  EXPECT_EQ(code, std::errc::resource_deadlock_would_occur);
  EXPECT_TRUE(queue_.ready());
}

}  // namespace
}  // namespace millrace
