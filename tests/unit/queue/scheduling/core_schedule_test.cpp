// Interleavings that a seed chooses: three users and a device with one or two completion threads on one core, one of
// them running at a time, changing at every call of the backend and in user code. MILLRACE_SCHEDULES=<number> tries
// more of them, MILLRACE_SCHEDULE_SEED=<number> runs one again.

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <set>
#include <string>

#include "fakes/baton.hpp"
#include "queue/scheduling/lease.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

constexpr std::size_t kUsers = 3;
constexpr int kActs = 12;
constexpr std::size_t kMostSteps = 200'000;  // a schedule takes some hundreds

class Schedule {
 public:
  explicit Schedule(std::uint64_t seed) : baton_(seed) {
    const std::size_t slots = 1 + baton_.pick(3);
    constexpr WhenFull kFull[] = {WhenFull::kFail, WhenFull::kDropOldest};
    CoreOptions options{.backlog = 1 + baton_.pick(3), .full = kFull[baton_.pick(2)]};
    options.slot_follows_continuation = baton_.pick(4) == 0;
    traces_wanted_ = baton_.pick(4) == 0;
    if (traces_wanted_) options.trace = [this](const TraceRecord&) { user_code([this] { ++traces_; }); };
    if (baton_.pick(3) == 0) options.deliver = [this](std::function<void()> f) { deliveries_.push_back(std::move(f)); };
    auto backend = std::make_unique<FakeBackend>(slots, FakeBackend::Completes::kByHand);
    backend_ = backend.get();
    backend_->on_step = [this] { step(); };
    backend_->on_wait = [this](std::thread::id completer) {
      if (in_user_code_.contains(completer)) ++waits_for_user_code_;
    };
    core_ = Core::create(std::move(backend), std::move(options));
  }

  void run() {
    std::vector<std::function<void()>> bodies(kUsers, [this] { use(); });
    const std::size_t completers = 1 + baton_.pick(2);
    for (std::size_t i = 0; i < completers; ++i) bodies.emplace_back([this] { complete(); });
    baton_.run(std::move(bodies));
    core_->close();
    core_->retire();
  }

  /// What must hold at the end of any schedule; empty when it does.
  std::string complaint() const {
    if (steps_ > kMostSteps) return "it does not come to an end";
    if (backend_->violations() != 0) return "the backend was used against its rules";
    if (waits_for_user_code_ != 0) return "a call waited for another thread's user code";
    if (owners_ != 0) return "the owner of inputs was not let go";
    const Stats stats = core_->stats();
    std::size_t stopped = 0;
    for (const auto& job : jobs_) {
      if (!job->done()) return "job " + std::to_string(job->id) + " has no outcome";
      if (!job->stopped && !job->failed && job->output != 2 * job->input) return "a job without its own result";
      if (job->stopped) ++stopped;
    }
    if (concluded_ + silent_ != jobs_.size())
      return "continuations: " + std::to_string(concluded_) + " of so many jobs";
    if (stats.submitted != jobs_.size() || stats.stopped + stats.dropped != stopped) return "the account is wrong";
    if (stats.submitted != stats.succeeded + stats.failed + stats.stopped + stats.dropped) return "it does not balance";
    if (traces_wanted_ && traces_ != jobs_.size()) return "traces: " + std::to_string(traces_) + " of so many jobs";
    if (stats.waiting + stats.running + stats.letting_go != 0) return "something is still under way";
    return stats.continuation_errors == thrown_ ? "" : "an exception was not counted";
  }

 private:
  void step() {
    if (++steps_ > kMostSteps) return;  // hands on no more, so that the test can say so rather than run for ever
    baton_.step();
  }

  void use() {
    for (int i = 0; i < kActs; ++i) {
      act();
      step();
    }
    ++users_done_;
  }

  void act() {
    switch (baton_.pick(14)) {
      case 0:
      case 1:
      case 2: submit(); break;
      case 3: try_submit(); break;
      case 4: lease(); break;
      case 5:
      case 6: stop_any(); break;
      case 7: core_->cancel_all(); break;
      case 8: baton_.pick(8) == 0 ? core_->close() : void(core_->stats()); break;
      case 9: sequence(); break;
      case 10:
      case 11: wish(); break;
      case 12:
        if (!jobs_.empty()) jobs_[baton_.pick(jobs_.size())]->abandon();
        break;
      default: step(); break;
    }
  }

  std::shared_ptr<FakeJob> new_job() {
    auto job = std::make_shared<FakeJob>();
    job->input = static_cast<int>(++inputs_);
    const auto fault = baton_.pick(12);
    if (fault == 0) job->start_error = error_of("start");
    if (fault == 1) job->run_error = error_of("run");
    if (fault == 2) job->collect_error = error_of("collect");
    if (baton_.pick(16) == 0) job->deadline = Clock::now();  // over before it is looked at
    if (baton_.pick(3) == 0) {
      ++owners_;
      job->keep_alive = std::shared_ptr<void>(nullptr, [this](void*) {
        --owners_;
        user_code([] {});
      });
    }
    if (baton_.pick(8) == 0) job->loan = std::make_shared<Lease>();
    if (baton_.pick(3) != 0) {
      job->set_continuation([this](JobState& done) { conclude(done); });
    } else {
      ++silent_;
    }
    return job;
  }

  void conclude(JobState& done) {
    ++concluded_;
    bool throws = false;
    user_code([&] {
      if (baton_.pick(2) == 0) done.loan.reset();
      throws = baton_.pick(8) == 0;
    });
    done.loan.reset();
    if (!throws) return;
    ++thrown_;
    throw 42;
  }

  /// What user code does wherever it runs; nobody may wait for this thread meanwhile.
  template <class F>
  void user_code(F f) {
    const auto here = in_user_code_.insert(std::this_thread::get_id());
    step();
    const auto roll = baton_.pick(8);
    if (roll == 0) submit();
    if (roll == 1) stop_any();
    if (roll == 2) lease();
    f();
    step();
    in_user_code_.erase(here);
  }

  // A job counts from the moment in which the core may have it; what it refuses goes out again.
  void submit() {
    const auto job = new_job();
    jobs_.push_back(job);
    try {
      core_->submit(job);
    } catch (const Error&) {
      forget(job);
    }
  }

  void try_submit() {
    const auto job = new_job();
    jobs_.push_back(job);
    try {
      if (core_->try_submit(job)) return;
    } catch (const Error&) {
    }
    forget(job);
  }

  void lease() {
    try {
      const auto slot = core_->try_acquire();
      if (!slot) return;
      step();
      end_lease(*slot);
    } catch (const Error&) {
    }
  }

  /// Two steps of one lease.
  void sequence() {
    try {
      const auto slot = core_->try_acquire();
      if (!slot) return;
      for (int i = 0; i < 2; ++i) {
        const auto job = new_job();
        job->keeps_slot = true;
        job->loan.reset();
        jobs_.push_back(job);
        try {
          core_->start(*slot, job);
        } catch (const Error&) {
          forget(job);
          break;
        }
        while (!job->done() && steps_ <= kMostSteps) step();
        if (job->stopped) return;  // which ended the lease
      }
      core_->release(*slot);
    } catch (const Error&) {
    }
  }

  /// A continuation that wants the slot itself.
  void wish() {
    const auto job = std::make_shared<FakeJob>();
    job->wants_lease = true;
    job->set_continuation([this](JobState& granted) {
      if (!granted.stopped) user_code([&] { end_lease(granted.slot); });
    });
    try {
      if (core_->acquire_later(job)) end_lease(job->slot);
    } catch (const Error&) {
    }
  }

  void forget(const std::shared_ptr<FakeJob>& job) {
    if (!job->has_continuation()) --silent_;
    job->keep_alive.reset();
    std::erase(jobs_, job);
  }

  void end_lease(std::size_t slot) {
    const auto way = baton_.pick(3);
    if (way == 0) return core_->release(slot);
    const auto job = new_job();
    jobs_.push_back(job);
    try {
      if (way == 1) {
        core_->start(slot, job);
      } else {
        core_->fail(slot, job, error_of("refused"));
      }
    } catch (const Error&) {
      forget(job);
      core_->release(slot);
    }
  }

  void stop_any() {
    if (!jobs_.empty()) core_->stop(jobs_[baton_.pick(jobs_.size())], StopReason::kCancelled);
  }

  bool is_over() const {
    return users_done_ == kUsers && backend_->running() == 0 && deliveries_.empty() &&
           std::ranges::all_of(jobs_, [](const auto& job) { return job->done(); });
  }

  // The device, and whoever runs what is to be delivered. It goes on until nothing can come any more.
  void complete() {
    for (;;) {
      if (users_done_ == kUsers) {
        for (std::size_t i = 0; i < jobs_.size(); ++i) jobs_[i]->abandon();  // and what it borrows goes back
      }
      if (steps_ > kMostSteps || is_over()) return;
      if (!deliveries_.empty() && baton_.pick(2) == 0) {
        const auto deliver = std::move(deliveries_.back());
        deliveries_.pop_back();
        if (baton_.pick(4) != 0) deliver();  // else it runs where it is dropped
      }
      const std::size_t slot = baton_.pick(core_->size());
      if (backend_->is_running(slot)) backend_->complete(slot);
      step();
    }
  }

  Baton baton_;
  std::size_t steps_ = 0;
  std::size_t inputs_ = 0;
  std::size_t users_done_ = 0;
  std::size_t concluded_ = 0;
  std::size_t silent_ = 0;  // jobs without a continuation
  std::size_t thrown_ = 0;
  std::size_t owners_ = 0;
  bool traces_wanted_ = false;
  std::size_t traces_ = 0;
  std::size_t waits_for_user_code_ = 0;
  std::multiset<std::thread::id> in_user_code_;
  std::vector<std::function<void()>> deliveries_;
  std::vector<std::shared_ptr<FakeJob>> jobs_;
  FakeBackend* backend_ = nullptr;
  std::shared_ptr<Core> core_;
};

std::string run_schedule(std::uint64_t seed) {
  Schedule schedule(seed);
  schedule.run();
  return schedule.complaint();
}

TEST(CoreScheduleTest, EndsEveryJobOnceInWhateverOrderThingsHappen) {
  if (const char* seed = std::getenv("MILLRACE_SCHEDULE_SEED")) {
    EXPECT_EQ(run_schedule(std::strtoull(seed, nullptr, 10)), "");
    return;
  }
  const char* more = std::getenv("MILLRACE_SCHEDULES");
  const std::uint64_t schedules = more != nullptr ? std::strtoull(more, nullptr, 10) : 500;
  for (std::uint64_t seed = 0; seed < schedules; ++seed) {
    ASSERT_EQ(run_schedule(seed), "") << "MILLRACE_SCHEDULE_SEED=" << seed << " runs this again";
  }
}

}  // namespace
}  // namespace millrace::scheduling
