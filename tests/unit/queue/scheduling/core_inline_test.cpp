#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "fakes/all_block.hpp"
#include "fakes/in_time.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

/// A backend that completes inside start(), as OpenVINO does with num_streams(0).
class CoreInlineTest : public CoreFixture {
 protected:
  /// Submits `left` more jobs, each from the continuation of the one before; notes where the stack was.
  void chain(int left, std::vector<const char*>& stack) {
    core_->submit(job_then([this, left, &stack](FakeJob&) {
      const char here = 0;
      stack.push_back(&here);
      if (left > 1) chain(left - 1, stack);
    }));
  }
};

TEST_F(CoreInlineTest, AJobIsDoneWhenSubmitReturns) {
  make(1, Completes::kInline);
  EXPECT_TRUE(submit(2)->done());
}

TEST_F(CoreInlineTest, SubmittingFromContinuationsDoesNotDeepenTheStack) {
  for (const std::size_t slots : {1U, 2U, 4U}) {
    make(slots, Completes::kInline);
    std::vector<const char*> stack;
    chain(2'000, stack);
    ASSERT_EQ(stack.size(), 2'000U);
    const auto [low, high] = std::minmax_element(stack.begin(), stack.end());
    EXPECT_LT(*high - *low, 16 * 1024);
    EXPECT_EQ(backend_->violations(), 0U);
  }
}

TEST_F(CoreInlineTest, TwoQueuesInARingDoNotDeepenTheStack) {
  make(1, Completes::kInline);
  const auto other = Core::create(std::make_unique<FakeBackend>(1, Completes::kInline), {});
  int hops = 0;
  std::function<void()> hop = [&] {
    if (++hops == 2'000) return;
    (hops % 2 == 0 ? core_ : other)->submit(job_then([&](FakeJob&) { hop(); }));
  };
  hop();
  EXPECT_EQ(hops, 2'000);
}

TEST_F(CoreInlineTest, ALargeBacklogIsWorkedOffByTheThreadThatRuns) {
  make(1, Completes::kInline, {.backlog = 10'000});
  std::vector<std::shared_ptr<FakeJob>> jobs;
  core_->submit(job_then([&](FakeJob&) {
    for (int i = 0; i < 10'000; ++i) jobs.push_back(submit(i));
  }));
  for (const auto& each : jobs) ASSERT_TRUE(each->done());
}

TEST_F(CoreInlineTest, ProducersOnSeveralThreadsEachGetTheirOwnResult) {
  make(2, Completes::kInline, {.backlog = 2});
  std::atomic<int> right = 0;
  std::vector<std::jthread> producers;
  for (int p = 0; p < 4; ++p) {
    producers.emplace_back([&, p] {
      for (int i = 0; i < 500; ++i) {
        const auto mine = submit(1'000 * p + i);
        core_->wait_for(*mine);
        if (mine->output == 2 * mine->input) ++right;
      }
    });
  }
  producers.clear();
  EXPECT_EQ(right, 4 * 500);
}

TEST_F(CoreInlineTest, ThreadsThatRelieveEachOtherInEveryCallLoseNothing) {
  make(2, Completes::kInline, {.backlog = 1});
  std::atomic<int> ended = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 6; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 300; ++i) {
          core_->submit(job_then([&](FakeJob&) { ++ended; }));
          if (t % 3 == 0) core_->wait_for(*submit());
          if (t % 3 == 1) core_->drain();
          if (t % 3 == 2) core_->release(core_->acquire({}, "test"));
        }
      });
    }
  }
  core_->wait_idle("test");
  EXPECT_EQ(ended, 6 * 300);
  EXPECT_EQ(free_slots(), 2U);
  EXPECT_EQ(backend_->violations(), 0U);
}

/// A thread that is blocked in some call relieves the one that works off others' jobs.
class CoreReliefTest : public CoreInlineTest {
 protected:
  static constexpr int kBacklog = 2;

  CoreReliefTest() {
    make(1, Completes::kInline, {.backlog = kBacklog});
    submit();  // the core knows now how this backend completes
  }

  std::shared_ptr<FakeJob> submit_other() {
    others_.push_back(job());
    core_->submit(others_.back());
    return others_.back();
  }

  /// While another thread is in `call(waiting)`, which returns when `waiting` has ended or later, this one gives a slot
  /// back for which ten other jobs wait, and behind them that one. Tells how many ran here. `until_blocked(future)`
  /// waits for that thread.
  template <class Call, class UntilBlocked>
  std::ptrdiff_t ran_here_during(Call call, UntilBlocked until_blocked) {
    others_.clear();
    const std::size_t slot = core_->acquire({}, "test");
    const auto waiting = submit_other();
    auto blocked = std::async(std::launch::async, [&] { call(*waiting); });
    until_blocked(blocked);
    run_user_code([&] {
      for (int i = 0; i < 10; ++i) submit_other();  // ahead of what waits
    });
    core_->release(slot);
    blocked.get();
    core_->drain();
    EXPECT_EQ(backend_->violations(), 0U);
    return std::ranges::count(others_, std::this_thread::get_id(), [](const auto& other) { return other->started_on; });
  }

  template <class Call>
  std::ptrdiff_t ran_here_during(Call call) {
    return ran_here_during(call, [&](const auto& blocked) { EXPECT_TRUE(all_block(*core_, blocked)); });
  }

  std::vector<std::shared_ptr<FakeJob>> others_;
};

TEST_F(CoreReliefTest, ByDrain) {
  EXPECT_EQ(ran_here_during([&](FakeJob&) { core_->drain(); }), kBacklog);
}

TEST_F(CoreReliefTest, ByAWaitForAJob) {
  in_time([&](std::chrono::milliseconds time) {
    const auto wait = [&](FakeJob& waiting) {
      core_->wait_for(waiting);
      EXPECT_TRUE(waiting.done());
    };
    return ran_here_during(wait, [&](const auto&) { std::this_thread::sleep_for(time); }) == kBacklog;
  });
}

TEST_F(CoreReliefTest, ByAWaitUntilTheQueueIsIdle) {
  EXPECT_EQ(ran_here_during([&](FakeJob&) { core_->wait_idle("test"); }), kBacklog);
}

TEST_F(CoreReliefTest, ByTheEndOfTheQueue) {
  EXPECT_EQ(ran_here_during([&](FakeJob&) { core_->retire(); }), kBacklog);
}

TEST_F(CoreReliefTest, ByAnAcquirer) {
  EXPECT_EQ(ran_here_during([&](FakeJob&) { core_->release(core_->acquire({}, "test")); }), kBacklog);
}

TEST_F(CoreReliefTest, ByASubmitter) {
  EXPECT_EQ(ran_here_during([&](FakeJob&) {
              submit_other();  // still fits into the backlog
              submit_other();
            }),
            kBacklog);
}

}  // namespace
}  // namespace millrace::scheduling
