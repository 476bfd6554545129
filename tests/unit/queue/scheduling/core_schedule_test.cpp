// Interleavings that a seed chooses: three users and a device on one core, one of them running at a time, changing at
// every call of the backend and in continuations. MILLRACE_SCHEDULES=<number> tries more of them,
// MILLRACE_SCHEDULE_SEED=<number> runs one again.

#include <atomic>
#include <cstdlib>
#include <string>

#include "fakes/baton.hpp"
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
    if (baton_.pick(3) == 0) options.deliver = [this](std::function<void()> f) { deliveries_.push_back(std::move(f)); };
    auto backend = std::make_unique<FakeBackend>(slots, FakeBackend::Completes::kByHand);
    backend_ = backend.get();
    backend_->on_step = [this] { step(); };
    core_ = Core::create(std::move(backend), std::move(options));
  }

  void run() {
    std::vector<std::function<void()>> bodies(kUsers, [this] { use(); });
    bodies.emplace_back([this] { complete(); });
    baton_.run(std::move(bodies));
    core_->close();
    core_->retire();
  }

  /// What must hold at the end of any schedule; empty when it does.
  std::string complaint() const {
    if (steps_ > kMostSteps) return "it does not come to an end";
    if (backend_->violations() != 0) return "the backend was used against its rules";
    const Stats stats = core_->stats();
    std::size_t stopped = 0;
    for (const auto& job : jobs_) {
      if (!job->done()) return "job " + std::to_string(job->id) + " has no outcome";
      if (!job->stopped && !job->failed && job->output != 2 * job->input) return "a job without its own result";
      if (job->stopped) ++stopped;
    }
    if (concluded_ != jobs_.size()) return "continuations: " + std::to_string(concluded_) + " of so many jobs";
    if (stats.submitted != jobs_.size() || stats.stopped + stats.dropped != stopped) return "the account is wrong";
    if (stats.submitted != stats.succeeded + stats.failed + stats.stopped + stats.dropped) return "it does not balance";
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
    switch (baton_.pick(10)) {
      case 0:
      case 1:
      case 2: submit(); break;
      case 3: try_submit(); break;
      case 4: lease(); break;
      case 5:
      case 6: stop_any(); break;
      case 7: core_->cancel_all(); break;
      case 8: baton_.pick(8) == 0 ? core_->close() : void(core_->stats()); break;
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
    job->set_continuation([this](JobState&) { conclude(); });
    return job;
  }

  void conclude() {
    ++concluded_;
    step();
    const auto roll = baton_.pick(8);
    if (roll == 0) submit();
    if (roll == 1) stop_any();
    if (roll == 2) {
      ++thrown_;
      throw 42;
    }
  }

  // A job counts from the moment in which the core may have it; what it refuses goes out again.
  void submit() {
    const auto job = new_job();
    jobs_.push_back(job);
    try {
      core_->submit(job);
    } catch (const Error&) {
      std::erase(jobs_, job);
    }
  }

  void try_submit() {
    const auto job = new_job();
    jobs_.push_back(job);
    try {
      if (core_->try_submit(job)) return;
    } catch (const Error&) {
    }
    std::erase(jobs_, job);
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
      std::erase(jobs_, job);
      core_->release(slot);
    }
  }

  void stop_any() {
    if (!jobs_.empty()) core_->stop(jobs_[baton_.pick(jobs_.size())], StopReason::kCancelled);
  }

  // The device, and whoever runs what is to be delivered. It goes on until nothing can come any more.
  void complete() {
    while (users_done_ < kUsers || backend_->running() > 0 || !deliveries_.empty()) {
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
  std::size_t thrown_ = 0;
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
