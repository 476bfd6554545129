#include "tuning/soak_churn.hpp"

#include <utility>

#include "tuning/soak_job.hpp"

namespace millrace::tuning {
namespace {

constexpr std::uint64_t kMostJobs = 12;

// None; one that runs what it gets; one that drops it.
Executor executor(std::uint64_t kind) {
  if (kind == 0) return {};
  if (kind == 1) return [](const std::function<void()>& function) { function(); };
  return [](const std::function<void()>&) {};
}

}  // namespace

SoakChurn::SoakChurn(ov::CompiledModel model, SoakLedger& ledger, std::atomic<std::uint64_t>& thrown, bool with_faults,
                     std::uint64_t seed)
    : model_(std::move(model)), ledger_(ledger), thrown_(thrown), with_faults_(with_faults), random_(seed) {}

void SoakChurn::act() {
  constexpr WhenFull kWhenFull[] = {WhenFull::kWait, WhenFull::kFail, WhenFull::kDropOldest};
  InferQueue queue(model_, {.requests = 1 + pick(2),
                            .backlog = 1 + pick(4),
                            .full = kWhenFull[pick(3)],
                            .results = pick(2) == 0 ? Results::kOwn : Results::kBorrow,
                            .deliver = executor(pick(3))});
  SoakTarget target{queue, ledger_, thrown_, with_faults_};
  for (std::uint64_t jobs = pick(kMostJobs); jobs > 0; --jobs) {
    if (auto job = submit(target, new_soak_job(target, pick(16) == 0))) {
      job->on_done([&ledger = ledger_](const Outcome& outcome) { ledger.close(outcome); });
    }
  }
  switch (pick(4)) {
    case 0: queue.cancel_all(); break;
    case 1: queue.close(); break;
    case 2: queue.drain(); break;
    default: break;
  }
}

}  // namespace millrace::tuning
