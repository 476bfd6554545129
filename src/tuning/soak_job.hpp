#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "millrace/queue/infer_queue.hpp"
#include "tuning/soak_ledger.hpp"

namespace millrace::tuning {

/// What the users of one queue in a soak share.
struct SoakTarget {
  InferQueue& queue;
  SoakLedger& ledger;
  std::atomic<std::uint64_t>& thrown;  // by continuations, on purpose
  bool with_faults;                    // the model has `k`
};

/// A job entered in the ledger but not submitted yet.
struct SoakJob {
  SoakLedger::TicketPtr ticket;
  Inputs inputs;
};

/// With `fails`, its inference fails if the model can.
SoakJob new_soak_job(SoakTarget& target, bool fails);

/// Submits it with these options and its ticket. If the queue refuses, enters that and returns nothing.
std::optional<Job> submit(SoakTarget& target, const SoakJob& job, JobOptions options = {});

/// A continuation that enters the outcome, and then throws if told to.
enum class Throws { kNothing, kException, kNumber };
UniqueFunction<void(Outcome)> enter_outcome(SoakTarget& target, Throws throws = Throws::kNothing);

}  // namespace millrace::tuning
