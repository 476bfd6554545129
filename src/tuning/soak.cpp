#include "tuning/soak.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include "base/mutex.hpp"
#include "millrace/queue/compile_model.hpp"
#include "millrace/queue/device_properties.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "openvino/runtime/properties.hpp"
#include "tuning/request_loop.hpp"
#include "tuning/soak_churn.hpp"
#include "tuning/soak_job.hpp"
#include "tuning/soak_ledger.hpp"
#include "tuning/soak_model.hpp"
#include "tuning/soak_producer.hpp"
#include "tuning/turnstile.hpp"

namespace millrace::tuning {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::size_t kProducers = 8;
constexpr std::size_t kFewestRounds = 10;
constexpr std::size_t kMostRounds = 100;
constexpr Seconds kRound{2};  // half of it for each of the two
constexpr std::chrono::milliseconds kBetweenQueues{20};
constexpr unsigned kFaultEvery = 32;  // in the plain loop; as often as a producer's jobs

bool is_batch(const std::string& device) {
  return device.starts_with("BATCH");
}

ov::CompiledModel compile(ov::Core& core, const CompileOptions& options) {
  // Otherwise every partial batch would wait for a second.
  if (is_batch(options.device)) core.set_property("BATCH", ov::auto_batch_timeout(1));
  return compile_model(core, soak_model(!is_batch(options.device)), options);
}

std::size_t requests_of(const ov::CompiledModel& model, std::size_t wanted) {
  // Twice the optimum, so that the device has the next one at hand while a slot changes hands.
  return wanted != 0 ? wanted : 2 * optimal_requests(model);
}

void sleep_for(Seconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any over;
  std::unique_lock lock(mutex);
  over.wait_for(lock, stop, time, [] { return false; });
}

/// Stalls reported by the watchdog.
class Stalls {
 public:
  void add(const StallReport& report) {
    const base::MutexLock lock(mutex_);
    texts_.push_back(report.text());
  }

  std::vector<std::string> texts() const {
    const base::MutexLock lock(mutex_);
    return texts_;
  }

 private:
  mutable base::Mutex mutex_;
  std::vector<std::string> texts_ MILLRACE_GUARDED_BY(mutex_);
};

/// What the threads of a soak share, and own together: threads that hang keep it alive.
struct World {
  World(ov::CompiledModel model_, std::size_t requests_, const SoakOptions& options)
      : model(std::move(model_)),
        with_faults(!is_batch(options.compile.device)),
        requests(requests_),
        queue(std::in_place, model,
              Options{.requests = requests,
                      .stall_timeout = options.stall_timeout,
                      .on_stall = [this](const StallReport& report) { stalls.add(report); }}) {}

  ov::CompiledModel model;
  const bool with_faults;
  const std::size_t requests;
  Stalls stalls;
  SoakLedger ledger;
  SoakLedger churn_ledger;
  std::atomic<std::uint64_t> thrown = 0;
  std::atomic<std::uint64_t> queues = 0;
  Turnstile turnstile{kProducers + 1};
  std::optional<InferQueue> queue;  // last: its jobs use the others
  SoakTarget target{*queue, ledger, thrown, with_faults};
};

using WorldPtr = std::shared_ptr<World>;

void produce(const WorldPtr& world, std::uint64_t seed) {
  SoakProducer producer(world->target, seed);
  while (world->turnstile.pass()) producer.act();
}

void churn(const WorldPtr& world, std::uint64_t seed) {
  SoakChurn churn(world->model, world->churn_ledger, world->thrown, world->with_faults, seed);
  while (world->turnstile.pass()) {
    churn.act();
    ++world->queues;
    std::this_thread::sleep_for(kBetweenQueues);
  }
}

std::uint64_t inferences(const World& world) {
  const Stats stats = world.queue->stats();
  const JobAccount churned = world.churn_ledger.seen();
  return stats.succeeded + stats.failed + churned.succeeded + churned.failed;
}

/// The producers' baseline: the same model, as many requests, as many faults.
RequestLoop::Prepare give_inputs(bool with_faults) {
  return [with_faults, count = std::make_shared<std::atomic<unsigned>>(0)](ov::InferRequest& request) {
    request.set_input_tensor(0, soak_payload(1));
    if (with_faults) request.set_input_tensor(1, soak_fault(++*count % kFaultEvery == 0));
  };
}

/// By how much `count` grows per second, measured over `time` from now.
template <class Count>
double rate(const Count& count, Seconds time, const std::stop_token& stop) {
  sleep_for(time / 10, stop);  // until everything is on its way
  const auto begun = Clock::now();
  const std::uint64_t before = count();
  sleep_for(time * 0.9, stop);
  return static_cast<double>(count() - before) / Seconds(Clock::now() - begun).count();
}

class Soak {
 public:
  Soak(ov::Core& core, const SoakOptions& options) : options_(options) {
    const ov::CompiledModel model = compile(core, options.compile);
    world_ = std::make_shared<World>(model, requests_of(model, options.requests), options);
    loop_.emplace(model, world_->requests, give_inputs(world_->with_faults));
    report_.device = options.compile.device;
    report_.running_on = execution_devices(model);
    report_.precision = resolved_property(model, "INFERENCE_PRECISION_HINT").value_or("unknown");
    report_.requests = world_->requests;
    report_.seed = options.seed;
  }

  SoakReport run(const std::stop_token& stop, const SoakProgress& progress) {
    const auto begun = Clock::now();
    start_threads();
    const auto rounds =
        static_cast<std::size_t>(std::clamp(options_.time / kRound, double{kFewestRounds}, double{kMostRounds}));
    bool hangs = false;
    for (std::size_t round = 1; round <= rounds && !hangs && !stop.stop_requested(); ++round) {
      hangs = !run_round(options_.time / (2.0 * static_cast<double>(rounds)), stop);
      if (progress && !hangs) progress(round, rounds, account());
    }
    report_.interrupted = stop.stop_requested();
    end_threads(hangs);
    report_.seconds = Seconds(Clock::now() - begun).count();
    return std::move(report_);
  }

 private:
  void start_threads() {
    std::mt19937_64 seeds(options_.seed);
    for (std::size_t i = 0; i < kProducers; ++i) threads_.emplace_back(produce, world_, seeds());
    threads_.emplace_back(churn, world_, seeds());
  }

  /// False when the threads or the queue do not come to rest.
  bool run_round(Seconds time, const std::stop_token& stop) {
    world_->turnstile.open();
    const double amid = rate([this] { return inferences(*world_); }, time, stop);
    const auto patience = Clock::now() + options_.stall_timeout + std::chrono::seconds(10);
    if (!world_->turnstile.close(patience) || !world_->queue->drain_until(patience)) return false;
    loop_->start();
    const double alone = rate([this] { return loop_->completed(); }, time, stop);
    loop_->stop();
    if (stop.stop_requested()) return true;  // a round cut short may say nothing
    report_.per_second.push_back(amid);
    report_.loop_per_second.push_back(alone);
    report_.after = process_usage();
    if (++report_.rounds == 1) report_.before = report_.after;
    return true;
  }

  void end_threads(bool hangs) {
    world_->turnstile.end();
    for (std::thread& thread : threads_) {
      if (hangs) {
        thread.detach();
      } else {
        thread.join();
      }
    }
    report_.finished = !hangs;
    report_.jobs = account();
    if (hangs) {
      enter_books();
      static_cast<void>(new WorldPtr(world_));  // leaked: the destructor would hang, too
    } else {
      close_books();
    }
  }

  JobAccount account() const {
    const Stats stats = world_->queue->stats();
    JobAccount account{stats.submitted, stats.succeeded, stats.failed, stats.stopped, stats.dropped};
    account += world_->churn_ledger.seen();
    return account;
  }

  /// Once everything has ended, the accounts of the queue and of its users must agree.
  void close_books() {
    world_->queue->close();
    world_->queue->drain();
    const Stats stats = world_->queue->stats();
    const JobAccount seen = world_->ledger.seen();
    const std::uint64_t left = world_->ledger.left();
    report_.jobs = account();
    report_.balanced = report_.jobs.balanced() && seen.balanced() && world_->churn_ledger.seen().balanced() &&
                       stats.submitted == seen.submitted + left && stats.succeeded >= seen.succeeded &&
                       stats.failed >= seen.failed && stats.stopped >= seen.stopped &&
                       stats.continuation_errors == world_->thrown;
    world_->queue.reset();  // and with it the last traces of its jobs
    enter_books();
  }

  void enter_books() {
    for (const SoakLedger* ledger : {&world_->ledger, &world_->churn_ledger}) {
      report_.refused += ledger->refused();
      report_.mismatched += ledger->mismatched();
      report_.unexpected += ledger->unexpected();
      report_.doubled += ledger->doubled();
      report_.lost += ledger->lost();
    }
    report_.queues = world_->queues;
    report_.thrown = world_->thrown;
    report_.stall_texts = world_->stalls.texts();
    report_.stalls = report_.stall_texts.size();
    const auto some = [](double rate) { return rate > 0; };
    if (!report_.per_second.empty() && std::ranges::all_of(report_.per_second, some) &&
        std::ranges::all_of(report_.loop_per_second, some)) {
      report_.throughput = paired_ratio(report_.per_second, report_.loop_per_second);
    }
  }

  const SoakOptions options_;
  SoakReport report_;
  WorldPtr world_;
  std::optional<RequestLoop> loop_;
  std::vector<std::thread> threads_;
};

}  // namespace

JobAccount& JobAccount::operator+=(const JobAccount& other) noexcept {
  submitted += other.submitted;
  succeeded += other.succeeded;
  failed += other.failed;
  stopped += other.stopped;
  dropped += other.dropped;
  return *this;
}

bool SoakReport::sound() const noexcept {
  return finished && balanced && mismatched == 0 && unexpected == 0 && doubled == 0 && lost == 0 && stalls == 0;
}

SoakReport run_soak(ov::Core& core, const SoakOptions& options, const std::stop_token& stop,
                    const SoakProgress& progress) {
  return Soak(core, options).run(stop, progress);
}

}  // namespace millrace::tuning
