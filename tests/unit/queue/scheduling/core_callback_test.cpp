#include <any>
#include <chrono>
#include <thread>

#include "fakes/all_block.hpp"
#include "synthetic/gate.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

/// User code in completion callbacks: nobody else waits for it.
class CoreCallbackTest : public CoreFixture {
 protected:
  /// The owner of a job's inputs, which runs `f` when it is let go.
  template <class F>
  static std::shared_ptr<void> owner_that(F f) {
    return std::shared_ptr<void>(nullptr, [f = std::move(f)](void*) mutable { f(); });
  }

  bool others_find_a_slot() {
    return std::async(std::launch::async, [this] { return core_->ready(); }).get();
  }

  /// A slot whose job is done and whose continuation waits behind a gate, on a thread of its own.
  struct Held {
    Gate inside;
    Gate gate;
    std::shared_ptr<FakeJob> job;
    std::future<void> callback;
  };

  std::shared_ptr<FakeJob> job_held_by(const Held& held) {
    return job_then([inside = held.inside, gate = held.gate](FakeJob&) {
      inside.open();
      gate.pass();
    });
  }

  void complete_held(Held& held, std::size_t slot) {
    held.callback = std::async(std::launch::async, [this, slot] { complete(slot); });
    held.inside.pass();
  }

  /// The only slot is leased, and its first step is done but for its continuation.
  std::size_t lease_with_a_step_held(Held& held) {
    make(1, Completes::kByHand);
    const std::size_t slot = core_->acquire({}, "test");
    const auto step = job_held_by(held);
    step->keeps_slot = true;
    core_->start(slot, step);
    complete_held(held, 0);
    EXPECT_TRUE(step->done());
    return slot;
  }

  /// A job that gets its slot when the one that runs is done.
  template <class F>
  void wish_for_the_only_slot(F f) {
    make(1, Completes::kByHand);
    submit();
    const auto wish = job_then(std::move(f));
    wish->wants_lease = true;
    core_->acquire_later(wish);
    complete(0);
  }

  static void let_go(Held& held) {
    held.gate.open();
    held.callback.get();
  }
};

TEST_F(CoreCallbackTest, ASlotIsNotFreeBeforeTheOwnerOfItsInputsIsLetGo) {
  make(1, Completes::kByHand);
  bool free = true;
  const auto mine = job();
  mine->keep_alive = owner_that([&] { free = others_find_a_slot(); });
  core_->submit(mine);
  complete(0);
  EXPECT_FALSE(free);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, ASlotIsNotFreeBeforeTheUserdataOfAnAbandonedJobIsGone) {
  make(1, Completes::kByHand);
  bool free = true;
  auto mine = job();
  mine->userdata = std::shared_ptr<const std::any>(new std::any, [&](const std::any* any) {
    delete any;
    free = others_find_a_slot();
  });
  core_->submit(mine);
  mine->abandon();
  complete(0);
  EXPECT_FALSE(free);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, NorBeforeThatGoesWhichItsContinuationLeft) {
  make(1, Completes::kByHand);
  bool free = true;
  const auto mine = job_then([](FakeJob&) {});
  mine->userdata = std::shared_ptr<const std::any>(new std::any, [&](const std::any* any) {
    delete any;
    free = others_find_a_slot();
  });
  mine->abandon();
  core_->submit(mine);
  complete(0);
  EXPECT_FALSE(free);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, TheUserdataOfAJobThatIsAbandonedWhenDoneGoesAtOnce) {
  make(1, Completes::kByHand);
  auto userdata = std::make_shared<const std::any>(7);
  const auto mine = job();
  mine->userdata = userdata;
  core_->submit(mine);
  complete(0);
  EXPECT_EQ(userdata.use_count(), 2);
  mine->abandon();
  EXPECT_EQ(userdata.use_count(), 1);
}

TEST_F(CoreCallbackTest, ASlotIsNotFreeBeforeTheTraceHookHasReturned) {
  bool free = true;
  make(1, Completes::kByHand, {.trace = [&](const TraceRecord&) { free = others_find_a_slot(); }});
  submit();
  complete(0);
  EXPECT_FALSE(free);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, WithAnExecutorASlotIsNotFreeBeforeItHasTakenTheContinuation) {
  bool free = true;
  make(1, Completes::kByHand, {.deliver = [&](const std::function<void()>&) { free = others_find_a_slot(); }});
  core_->submit(job_then([](FakeJob&) {}));
  complete(0);
  EXPECT_FALSE(free);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, TrySubmitDoesNotWaitForTheOwnerOfAnotherJobsInputs) {
  make(1, Completes::kByHand, {.backlog = 0});
  const Gate inside;
  const Gate gate;
  const auto mine = job();
  mine->keep_alive = owner_that([&] {
    inside.open();
    gate.pass();
  });
  core_->submit(mine);
  auto completion = std::async(std::launch::async, [&] { complete(0); });
  inside.pass();
  EXPECT_FALSE(core_->try_submit(job()));
  EXPECT_FALSE(core_->try_acquire());
  gate.open();
  completion.get();
  EXPECT_EQ(free_slots(), 1U);
}

TEST_F(CoreCallbackTest, TwoCompletionThreadsWhoseUserCodeSubmitsDoNotWaitForEachOther) {
  make(2, Completes::kByHand, {.backlog = 4});
  std::latch both(2);
  for (int i = 0; i < 2; ++i) {
    const auto mine = job();
    mine->keep_alive = owner_that([&] {
      both.arrive_and_wait();
      submit();
    });
    core_->submit(mine);
  }
  auto one = std::async(std::launch::async, [&] { complete(0); });
  complete(1);
  one.get();
  complete(0);
  complete(1);
  EXPECT_EQ(core_->stats().succeeded, 4U);
}

TEST_F(CoreCallbackTest, TheLastCallbackToLeaveFreesTheSlot) {
  make(1, Completes::kByHand, {.backlog = 1});
  Held held;
  core_->submit(job_held_by(held));
  const auto second = submit();
  complete_held(held, 0);  // and starts the second job
  complete(0);
  EXPECT_TRUE(second->done());
  EXPECT_FALSE(core_->ready());
  let_go(held);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, TheLatestCallbackStartsTheNextJobWhateverAnEarlierOneDoes) {
  make(1, Completes::kByHand, {.backlog = 2});
  Held held;
  core_->submit(job_held_by(held));
  submit();
  const auto third = submit();
  complete_held(held, 0);
  complete(0);
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
  EXPECT_TRUE(third->done());
  let_go(held);
}

TEST_F(CoreCallbackTest, TheLastCallbackToLeaveStartsAJobThatCameMeanwhile) {
  make(1, Completes::kByHand, {.backlog = 1});
  Held held;
  core_->submit(job_held_by(held));
  submit();
  complete_held(held, 0);
  complete(0);
  const auto third = submit(3);
  EXPECT_FALSE(backend_->is_running(0));
  let_go(held);
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
  EXPECT_EQ(third->output, 6);
}

TEST_F(CoreCallbackTest, TheLastCallbackToLeaveServesAThreadThatWantsTheSlot) {
  make(1, Completes::kByHand, {.backlog = 1});
  Held held;
  core_->submit(job_held_by(held));
  submit();
  complete_held(held, 0);
  complete(0);
  auto acquirer = std::async(std::launch::async, [&] { return core_->acquire({}, "test"); });
  EXPECT_TRUE(all_block(*core_, acquirer));
  let_go(held);
  core_->release(acquirer.get());
}

TEST_F(CoreCallbackTest, AStepOfALeaseStartsWhenTheCallbackOfTheLastOneHasLeft) {
  Held held;
  const std::size_t slot = lease_with_a_step_held(held);
  const auto next = job(4);
  core_->start(slot, next);
  EXPECT_FALSE(backend_->is_running(0));
  let_go(held);
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
  EXPECT_EQ(next->output, 8);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, AStepThatHasToWaitForACallbackCanBeStoppedAtOnce) {
  Held held;
  const std::size_t slot = lease_with_a_step_held(held);
  const auto next = job();
  core_->start(slot, next);
  EXPECT_TRUE(core_->stop(next, StopReason::kCancelled));
  EXPECT_TRUE(next->done());
  EXPECT_FALSE(core_->ready());
  let_go(held);
  EXPECT_TRUE(core_->ready());
  EXPECT_EQ(core_->stats().stopped, 1U);
}

TEST_F(CoreCallbackTest, ALeaseThatIsDroppedWhileACallbackIsPresentGoesBackWhenItHasLeft) {
  Held held;
  const std::size_t slot = lease_with_a_step_held(held);
  core_->release(slot);
  EXPECT_FALSE(core_->ready());
  let_go(held);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, WhatAContinuationPutOffRunsBeforeItsSlotIsFree) {
  make(1, Completes::kByHand);
  const auto other = Core::create(std::make_unique<FakeBackend>(1, Completes::kInline), {});
  bool free = true;
  core_->submit(job_then([&](FakeJob&) { other->submit(job_then([&](FakeJob&) { free = others_find_a_slot(); })); }));
  complete(0);
  EXPECT_FALSE(free);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, NorIsOneOnWhichAContinuationStartedAJobThatWasStoppedMeanwhile) {
  make(1, Completes::kByHand);
  std::shared_ptr<FakeJob> starting;
  backend_->on_step = [&] {
    if (const auto job = std::exchange(starting, nullptr)) {
      std::jthread([&] { core_->stop(job, StopReason::kCancelled); }).join();
    }
  };
  submit();
  bool free = true;
  const auto wish = job_then([&](FakeJob& granted) {
    const auto failing = job();
    failing->start_error = error_of("broken");
    starting = failing;
    core_->start(granted.slot, failing);
    free = others_find_a_slot();
  });
  wish->wants_lease = true;
  core_->acquire_later(wish);
  complete(0);
  EXPECT_FALSE(free);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, ASlotThatAContinuationGotIsNotFreeAgainWhileItRuns) {
  bool free = true;
  wish_for_the_only_slot([&](FakeJob& granted) {
    core_->release(granted.slot);
    free = others_find_a_slot();
  });
  EXPECT_FALSE(free);
  EXPECT_TRUE(core_->ready());
}

TEST_F(CoreCallbackTest, AContinuationThatGivesASlotBackCanTakeItAgain) {
  const auto next = job(4);
  wish_for_the_only_slot([&](FakeJob& granted) {
    core_->release(granted.slot);
    EXPECT_TRUE(core_->ready());
    EXPECT_EQ(core_->try_acquire(), granted.slot);
    EXPECT_FALSE(core_->ready());
    core_->release(granted.slot);
    core_->submit(next);
  });
  EXPECT_TRUE(backend_->is_running(0));
  complete(0);
  EXPECT_EQ(next->output, 8);
  EXPECT_EQ(free_slots(), 1U);
}

TEST_F(CoreCallbackTest, ButNotAheadOfAThreadThatWaitsForIt) {
  std::future<std::size_t> acquirer;
  wish_for_the_only_slot([&](FakeJob& granted) {
    acquirer = std::async(std::launch::async, [&] { return core_->acquire({}, "test"); });
    EXPECT_TRUE(all_block(*core_, acquirer));
    core_->release(granted.slot);
    EXPECT_FALSE(core_->try_acquire());
  });
  core_->release(acquirer.get());
}

}  // namespace
}  // namespace millrace::scheduling
