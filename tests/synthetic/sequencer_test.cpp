#include "millrace/queue/sequencer.hpp"

#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

using testing::ElementsAre;

class SequencerTest : public testing::Test {
 protected:
  /// What the sink sees of an outcome: its value, or -1.
  static float value_of(const Outcome& outcome) { return outcome.ok() ? first(outcome.result()[0]) : -1; }

  InferQueue queue_{compile(small_models::relu()), {.requests = 2, .backlog = 8}};
  std::vector<float> seen_;
};

TEST_F(SequencerTest, GivesOutcomesInTheOrderOfTheirJobs) {
  Sequencer in_order([&](const Outcome& outcome) { seen_.push_back(value_of(outcome)); });
  std::vector<float> wanted;
  for (int i = 0; i < 200; ++i) {
    in_order.add(queue_.submit(filled(static_cast<float>(i))));
    wanted.push_back(static_cast<float>(i));
  }
  in_order.wait();
  EXPECT_EQ(seen_, wanted);
}

TEST_F(SequencerTest, HoldsALaterOutcomeBackUntilTheEarlierOneIsThere) {
  std::optional<Slot> slot = queue_.acquire();
  filled(1).copy_to(slot->input());
  Job later = queue_.submit(filled(2));
  later.wait();
  Sequencer in_order([&](const Outcome& outcome) { seen_.push_back(value_of(outcome)); });
  Slot other = queue_.acquire();
  Job earlier = queue_.submit(filled(1));  // waits: both requests are leased
  in_order.add(std::move(earlier));
  in_order.add(std::move(later));
  EXPECT_TRUE(seen_.empty());
  slot.reset();
  in_order.wait();
  EXPECT_THAT(seen_, ElementsAre(1, 2));
}

TEST_F(SequencerTest, ErrorsAndStopsKeepTheirPlace) {
  Sequencer in_order([&](const Outcome& outcome) { seen_.push_back(value_of(outcome)); });
  in_order.add(queue_.submit(filled(1)));
  in_order.add(queue_.submit(filled(2), {.deadline = Clock::now() - std::chrono::seconds(1)}));
  in_order.add(Job::failed(std::make_exception_ptr(std::runtime_error("a bad picture"))));
  in_order.add(queue_.submit(filled(4)));
  in_order.wait();
  EXPECT_THAT(seen_, ElementsAre(1, -1, -1, 4));
}

TEST_F(SequencerTest, AJobWhoseOutcomeWasTakenKeepsItsPlaceAsAnError) {
  Sequencer in_order([&](const Outcome& outcome) { seen_.push_back(value_of(outcome)); });
  Job taken = queue_.submit(filled(1));
  taken.get();
  in_order.add(std::move(taken));
  in_order.add(queue_.submit(filled(2)));
  in_order.wait();
  EXPECT_THAT(seen_, ElementsAre(-1, 2));
}

TEST_F(SequencerTest, ASinkThatThrowsIsCountedAndHarmsNothing) {
  Sequencer in_order([&](const Outcome& outcome) {
    seen_.push_back(value_of(outcome));
    throw 42;
  });
  for (int i = 0; i < 3; ++i) in_order.add(queue_.submit(filled(static_cast<float>(i))));
  in_order.wait();
  EXPECT_THAT(seen_, ElementsAre(0, 1, 2));
  EXPECT_EQ(in_order.sink_errors(), 3U);
}

TEST_F(SequencerTest, TheSinkMaySubmitAndAdd) {
  std::optional<Sequencer> in_order;
  in_order.emplace([&](const Outcome& outcome) {
    seen_.push_back(value_of(outcome));
    if (seen_.size() < 3) in_order->add(queue_.submit(filled(value_of(outcome) + 1)));
  });
  in_order->add(queue_.submit(filled(1)));
  queue_.drain();
  while (queue_.stats().succeeded < 3) std::this_thread::yield();
  queue_.drain();
  EXPECT_THAT(seen_, ElementsAre(1, 2, 3));
}

TEST_F(SequencerTest, DoesNotWaitInsideItsOwnSink) {
  std::optional<std::error_code> code;
  std::optional<Slot> slot = queue_.acquire();
  std::optional<Slot> other = queue_.acquire();
  Sequencer in_order([&](const Outcome&) {
    if (code) return;
    try {
      in_order.wait();
    } catch (const std::system_error& error) {
      code = error.code();
    }
  });
  in_order.add(queue_.submit(filled(1)));
  in_order.add(queue_.submit(filled(2)));
  slot.reset();
  in_order.wait();
  EXPECT_EQ(code, std::errc::resource_deadlock_would_occur);
}

TEST_F(SequencerTest, NeedsASink) {
  EXPECT_THROW(Sequencer{Sequencer::Sink()}, Error);
}

}  // namespace
}  // namespace millrace
