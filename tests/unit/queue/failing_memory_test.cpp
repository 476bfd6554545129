#include "fakes/failing_memory.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "fakes/fake_backend.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "millrace/queue/ordered.hpp"
#include "millrace/queue/sequencer.hpp"
#include "millrace/queue/stats.hpp"
#include "queue/error_book.hpp"
#include "queue/make_job.hpp"
#include "queue/scheduling/core.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace::queue {
namespace {

using scheduling::Core;
using scheduling::CoreOptions;
using scheduling::FakeBackend;
using scheduling::FakeJob;
using scheduling::JobState;
using Completes = FakeBackend::Completes;

/// What became of one attempt to submit a job.
struct Attempt {
  std::shared_ptr<FakeJob> job;
  bool accepted = false;
  std::atomic<int> continued = 0;  // how often its continuation ran
  bool has_continuation = true;
};

/// A job of no queue, which has ended.
Job ended_job() {
  const auto ended = make_job({});
  ended->publish();
  return job_of(ended, {});
}

/// Runs a scenario over and over, in which the first allocation fails, then the second, and so on until it needs no
/// more. After each run every job must have had exactly one outcome, and every slot must have come back.
class FailingMemoryTest : public testing::TestWithParam<FailingMemory::Fails> {
 protected:
  static constexpr std::size_t kSlots = 2;

  /// `scenario()` is run with failing memory over a new core, and must end by itself; `check()` when all jobs have ended.
  void try_every_allocation(
      Completes completes, const CoreOptions& options, const std::function<void()>& scenario,
      const std::function<void()>& check = [] {}) {
    std::size_t n = 0;
    for (bool failed = true; failed && n < 10'000;) {
      SCOPED_TRACE(testing::Message() << "allocation " << ++n);
      make(completes, options);
      {
        const FailingMemory memory(n, GetParam());
        scenario();
        failed = FailingMemory::has_failed();
      }
      if (completes == Completes::kByHand) complete_all();
      check_outcomes();
      check();
      end_core();
      if (HasFailure()) return;
    }
    EXPECT_GT(n, 1U) << "the scenario needs no memory";
  }

  template <class F>
  static bool succeeds(F f) {
    try {
      f();
      return true;
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  /// Makes a job whose continuation calls `then`, and hands it to `submit`, which hands it to the core.
  template <class Submit, class Then>
  bool attempt(Submit submit, Then then) {
    Attempt& mine = attempts_.at(used_++);
    return mine.accepted = succeeds([&] {
             auto job = std::make_shared<FakeJob>();
             job->set_continuation([&mine, then](JobState& done) {
               ++mine.continued;
               then(static_cast<FakeJob&>(done));
             });
             mine.job = job;
             submit(job);
           });
  }

  bool submit() {
    return attempt([&](const auto& job) { core_->submit(job); }, [](FakeJob&) {});
  }

  void complete_all() {
    for (std::size_t round = 0; backend_->running() != 0; ++round) {
      if (backend_->is_running(round % kSlots)) backend_->complete(round % kSlots);
    }
  }

  std::shared_ptr<Core> core_;
  FakeBackend* backend_ = nullptr;
  std::array<Attempt, 64> attempts_;
  std::atomic<std::size_t> used_ = 0;

 private:
  void make(Completes completes, const CoreOptions& options) {
    for (Attempt& each : attempts_) {
      each.job.reset();
      each.accepted = false;
      each.continued = 0;
      each.has_continuation = true;
    }
    used_ = 0;
    auto backend = std::make_unique<FakeBackend>(kSlots, completes);
    backend_ = backend.get();
    core_ = Core::create(std::move(backend), options);
  }

  void check_outcomes() {
    core_->drain();
    for (const Attempt& each : attempts_) {
      if (!each.job) continue;
      EXPECT_EQ(each.job->done(), each.accepted);
      EXPECT_EQ(each.continued, each.accepted && each.has_continuation ? 1 : 0);
    }
  }

  void end_core() {
    std::vector<std::size_t> slots;
    while (const auto slot = core_->try_acquire()) slots.push_back(*slot);
    EXPECT_EQ(slots.size(), kSlots);
    EXPECT_EQ(backend_->violations(), 0U);
    for (const std::size_t slot : slots) core_->release(slot);
    core_->retire();
    core_.reset();
  }
};

INSTANTIATE_TEST_SUITE_P(Fails, FailingMemoryTest,
                         testing::Values(FailingMemory::Fails::kOnce, FailingMemory::Fails::kFromThereOn),
                         [](const auto& param) {
                           return param.param == FailingMemory::Fails::kOnce ? "Once" : "FromThereOn";
                         });

TEST_P(FailingMemoryTest, SubmissionStartAndCompletionGiveEachJobOneOutcome) {
  try_every_allocation(Completes::kByHand, {.backlog = 2}, [&] {
    for (int i = 0; i < 4; ++i) submit();
    complete_all();
    succeeds([&] { core_->drain(); });
  });
}

TEST_P(FailingMemoryTest, DeadlinesAndStopsGiveEachJobOneOutcome) {
  const std::stop_source source;
  try_every_allocation(Completes::kByHand, {.backlog = 4}, [&] {
    for (int i = 0; i < 6; ++i) {
      attempt(
          [&](const auto& job) {
            job->deadline = Clock::now() + std::chrono::hours(1);
            job->stop = source.get_token();
            core_->submit(job);
          },
          [](FakeJob&) {});
    }
    for (std::size_t i = 1; i < 6; i += 2) {
      if (attempts_[i].job) core_->stop(attempts_[i].job, StopReason::kCancelled);
    }
    succeeds([&] { core_->cancel_all(); });
    complete_all();
  });
}

TEST_P(FailingMemoryTest, AFullBacklogThatDropsTheOldestGivesEachJobOneOutcome) {
  std::size_t accepted = 0;
  const auto submit_eight = [&] {
    accepted = 0;
    for (int i = 0; i < 8; ++i) accepted += submit() ? 1U : 0U;
  };
  const auto nobody_was_pushed_out_for_nothing = [&] {
    EXPECT_EQ(core_->stats().dropped, accepted > 4 ? accepted - 4 : 0U);
  };
  try_every_allocation(Completes::kByHand, {.backlog = 2, .full = WhenFull::kDropOldest}, submit_eight,
                       nobody_was_pushed_out_for_nothing);
}

TEST_P(FailingMemoryTest, ContinuationsThatSubmitAndThrowGiveEachJobOneOutcome) {
  try_every_allocation(Completes::kInline, {.backlog = 1}, [&] {
    attempt([&](const auto& job) { core_->submit(job); },
            [&](FakeJob&) {
              submit();
              attempt([&](const auto& job) { core_->submit(job); }, [](FakeJob&) { throw std::bad_alloc(); });
              throw 1;
            });
  });
}

TEST_P(FailingMemoryTest, AnExecutorGetsOrRunsEachContinuationOnce) {
  const auto at_once = [](const std::function<void()>& run) { run(); };
  const auto copied = [](std::function<void()> run) { std::make_unique<std::function<void()>>(std::move(run)); };
  for (const Executor& deliver : {Executor(at_once), Executor(copied)}) {
    try_every_allocation(Completes::kByHand, {.backlog = 2, .deliver = deliver}, [&] {
      for (int i = 0; i < 4; ++i) submit();
      complete_all();
    });
  }
}

TEST_P(FailingMemoryTest, TracesAreLostButNoOutcomes) {
  const auto trace = [](const TraceRecord& record) { std::make_unique<TraceRecord>(record); };
  try_every_allocation(Completes::kByHand, {.backlog = 2, .trace = trace, .device = "a device with a long name"}, [&] {
    for (int i = 0; i < 4; ++i) submit();
    complete_all();
  });
}

TEST_P(FailingMemoryTest, LeasesComeBack) {
  try_every_allocation(Completes::kByHand, {.backlog = 1}, [&] {
    const auto run_on_lease = [&](auto start) {
      std::optional<std::size_t> slot;
      if (!succeeds([&] { slot = core_->acquire({}, "test"); })) return;
      if (!attempt([&](const auto& job) { start(*slot, job); }, [](FakeJob&) {})) core_->release(*slot);
    };
    run_on_lease([&](std::size_t slot, const auto& job) { core_->start(slot, job); });
    run_on_lease([&](std::size_t slot, const auto& job) { core_->fail(slot, job, std::make_exception_ptr(1)); });
    submit();
    const auto wish = [&](const auto& job) {
      job->wants_lease = true;
      if (!core_->acquire_later(job)) return;
      core_->release(job->slot);
      throw std::bad_alloc();  // another job was not accepted, and this one got its slot at once: nothing continues
    };
    attempt(wish, [&](FakeJob& granted) { core_->release(granted.slot); });
    complete_all();
  });
}

TEST_P(FailingMemoryTest, ProducersThatBlockAreServedOrToldSo) {
  try_every_allocation(Completes::kOnThread, {.backlog = 1}, [&] {
    const auto produce = [&] {
      for (int i = 0; i < 5; ++i) submit();
    };
    std::array<std::jthread, 3> producers;
    for (std::jthread& each : producers) succeeds([&] { each = std::jthread(produce); });
  });
}

TEST_P(FailingMemoryTest, EveryErrorIsKept) {
  ErrorBook book;
  std::size_t accepted = 0;
  std::size_t kept = 0;
  const auto submit_failing = [&](const auto& job) {
    auto room = ErrorBook::room();
    job->run_error = std::make_exception_ptr(1);
    job->set_continuation([&, room = std::move(room)](JobState& done) mutable {
      book.add({.request_id = done.slot, .userdata = nullptr, .error = std::move(done.error)}, std::move(room));
    });
    core_->submit(job);
  };
  const auto fail_and_take = [&] {
    accepted = kept = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      attempts_[i].has_continuation = false;  // submit_failing gives the job another
      accepted += attempt(submit_failing, [](FakeJob&) {}) ? 1U : 0U;
    }
    complete_all();
    if (book.take_first()) ++kept;
    succeeds([&] { book.last_taken(); });
    succeeds([&] { kept += book.take_errors().size(); });
    succeeds([&] { kept += book.take_job_errors().size(); });
  };
  const auto all_are_there = [&] {
    kept += book.take_errors().size();
    EXPECT_EQ(kept, accepted);
  };
  try_every_allocation(Completes::kByHand, {.backlog = 2}, fail_and_take, all_are_there);
}

TEST(FailingMemoryLeakTest, AQueueForWhoseEndNoThreadCanBeStartedIsCounted) {
  const std::size_t before = leaked_queues();
  auto owned = std::make_unique<FakeBackend>(1, Completes::kByHand);
  FakeBackend* const backend = owned.get();
  static auto& leaked = *new std::vector<FakeBackend*>;  // on purpose: LeakSanitizer shall find them here
  leaked.push_back(backend);
  auto core = Core::create(std::move(owned), {});
  const auto job = std::make_shared<FakeJob>();
  job->set_continuation([&](JobState&) { core.reset(); });
  core->submit(job);
  const FailingMemory memory(1, FailingMemory::Fails::kFromThereOn);
  backend->complete(0);
  EXPECT_EQ(leaked_queues(), before + 1);
}

TEST_P(FailingMemoryTest, ASequencerDeliversWhateverItHasGivenAPlace) {
  for (std::size_t n = 1, failed = 1; failed != 0 && n < 1'000; ++n) {
    SCOPED_TRACE(testing::Message() << "allocation " << n);
    std::size_t sunk = 0;
    std::size_t added = 0;
    Sequencer in_order([&](const Outcome&) { ++sunk; });
    std::vector<Job> jobs;
    for (int i = 0; i < 3; ++i) jobs.push_back(ended_job());
    {
      const FailingMemory memory(n, GetParam());
      for (Job& each : jobs) added += succeeds([&] { in_order.add(std::move(each)); }) ? 1U : 0U;
      failed = FailingMemory::has_failed() ? 1U : 0U;
    }
    in_order.wait();
    EXPECT_EQ(sunk, added);
  }
}

TEST_P(FailingMemoryTest, OrderedHandsOutEveryItemOnceAndInOrder) {
  constexpr int kItems = 20;
  InferQueue queue(compile(small_models::relu()), {.requests = 1});
  const auto start = [](InferQueue&, const std::vector<int>&, const JobOptions&, bool) {
    return std::optional(ended_job());
  };
  bool failed = true;
  for (std::size_t n = 1; failed && n < 1'000; ++n) {
    SCOPED_TRACE(testing::Message() << "allocation " << n);
    int made = 0;
    const auto next = [&]() -> std::optional<std::vector<int>> {
      if (made == kItems) return std::nullopt;
      std::vector<int> item{made};
      ++made;
      return item;
    };
    detail::OrderedWindow<decltype(next), decltype(start)> window(queue, next, start, {.window = 2});
    std::vector<int> items;
    items.reserve(kItems);
    const auto pull = [&] {
      const auto ordered = window.pull();
      if (ordered) items.insert(items.end(), ordered->item.begin(), ordered->item.end());
      return ordered.has_value();
    };
    {
      const FailingMemory memory(n, GetParam());
      succeeds([&] {
        while (pull()) continue;
      });
      failed = FailingMemory::has_failed();
    }
    while (pull()) continue;
    ASSERT_EQ(items.size(), std::size_t{kItems});
    for (int i = 0; i < kItems; ++i) EXPECT_EQ(items[static_cast<std::size_t>(i)], i);
  }
}

}  // namespace
}  // namespace millrace::queue
