#include <memory>
#include <optional>
#include <utility>

#include <gtest/gtest.h>

#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

class InferQueueBorrowTest : public testing::Test {
 protected:
  InferQueue queue_{compile(small_models::relu()), {.requests = 1, .backlog = 1, .results = Results::kBorrow}};
};

TEST_F(InferQueueBorrowTest, ARequestRunsNothingElseWhileItsResultIsHeld) {
  std::optional<Result> held = queue_.submit(filled(1)).get();
  Job next = queue_.submit(filled(2));
  EXPECT_FALSE(next.ready());
  EXPECT_TRUE(holds((*held)[0], 1));
  held.reset();
  EXPECT_TRUE(holds(next.get()[0], 2));
}

TEST_F(InferQueueBorrowTest, CopiesShareTheLoan) {
  std::optional<Result> held = queue_.submit(filled(1)).get();
  std::optional<Result> copy = held;
  held.reset();
  EXPECT_FALSE(queue_.ready());
  copy.reset();
  EXPECT_TRUE(queue_.ready());
}

TEST_F(InferQueueBorrowTest, ADroppedJobGivesItsRequestBack) {
  {
    const Job job = queue_.submit(filled(1));
    job.wait();
  }
  EXPECT_TRUE(queue_.ready());
}

TEST_F(InferQueueBorrowTest, AContinuationBorrowsForAsLongAsItRuns) {
  float seen = 0;
  queue_.submit(filled(3)).on_done([&](const Outcome& outcome) { seen = first(outcome.result()[0]); });
  queue_.drain();
  EXPECT_EQ(seen, 3);
  EXPECT_TRUE(queue_.ready());
}

TEST_F(InferQueueBorrowTest, AContinuationThatDropsItsResultFindsTheRequestFree) {
  bool found = false;
  queue_.submit(filled(3)).on_done([&](Outcome outcome) {
    {
      const Outcome dropped = std::move(outcome);
    }
    found = queue_.ready() && queue_.try_acquire().has_value();
  });
  queue_.drain();
  EXPECT_TRUE(found);
  EXPECT_TRUE(queue_.ready());
}

TEST_F(InferQueueBorrowTest, UsesTheRequestsOwnTensorAgainAndAgain) {
  const void* first_data = std::as_const(queue_.submit(filled(1)).get()[0]).data();
  const void* second_data = std::as_const(queue_.submit(filled(2)).get()[0]).data();
  EXPECT_EQ(first_data, second_data);
}

TEST_F(InferQueueBorrowTest, AResultMayOutliveTheQueue) {
  std::optional<Result> held;
  {
    InferQueue queue(compile(small_models::relu()), {.requests = 1, .results = Results::kBorrow});
    held = queue.submit(filled(1)).get();
  }
  EXPECT_TRUE(holds((*held)[0], 1));
}

}  // namespace
}  // namespace millrace
